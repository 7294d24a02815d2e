"""The LaTeX commands that authors may use in a formula, and what each is in Typst."""

from __future__ import annotations

GREEK = (
    "alpha", "beta", "gamma", "delta", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho",
    "sigma", "tau", "upsilon", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma",
    "Upsilon",
    "Phi", "Psi", "Omega",
)  # fmt: skip

SYMBOLS: dict[str, str] = {
    **{name: name for name in GREEK},
    "epsilon": "epsilon.alt", "varepsilon": "epsilon", "phi": "phi.alt", "varphi": "phi", "vartheta": "theta.alt",
    "varrho": "rho.alt", "varsigma": "sigma.alt", "varpi": "pi.alt",
    "partial": "partial", "nabla": "nabla", "infty": "infinity", "ell": "ell", "hbar": "planck", "prime": "prime",
    "emptyset": "emptyset", "varnothing": "emptyset", "degree": "degree", "angle": "angle",
    "triangle": "class(\"normal\", triangle.stroked.t)",
    "Re": "Re", "Im": "Im", "imath": "dotless.i", "jmath": "dotless.j", "aleph": "aleph", "square": "square.stroked",
    "cdot": "dot.op", "times": "times", "div": "div", "pm": "plus.minus", "mp": "minus.plus", "ast": "ast.op",
    "star": "star.op", "circ": "compose", "bullet": "bullet.op", "cup": "union", "cap": "inter", "setminus": "without",
    "wedge": "and", "land": "and", "vee": "or", "lor": "or", "oplus": "plus.o", "ominus": "minus.o",
    "otimes": "times.o", "odot": "dot.o",
    "le": "lt.eq", "leq": "lt.eq", "ge": "gt.eq", "geq": "gt.eq", "ne": "eq.not", "neq": "eq.not",
    "lt": "lt", "gt": "gt",
    "leqslant": "lt.eq.slant", "geqslant": "gt.eq.slant", "ll": "lt.double", "gg": "gt.double",
    "approx": "approx", "approxeq": "approx.eq", "equiv": "equiv", "sim": "tilde.op", "simeq": "tilde.eq",
    "cong": "tilde.equiv", "propto": "prop", "doteq": "eq.dots", "coloneqq": "colon.eq", "triangleq": "eq.delta",
    "in": "in", "notin": "in.not", "ni": "in.rev", "subset": "subset", "subseteq": "subset.eq", "supset": "supset",
    "supseteq": "supset.eq", "mid": "divides", "parallel": "parallel", "perp": "perp",
    "to": "arrow.r", "rightarrow": "arrow.r", "leftarrow": "arrow.l", "gets": "arrow.l", "leftrightarrow": "arrow.l.r",
    "longrightarrow": "arrow.r.long", "longleftarrow": "arrow.l.long", "longleftrightarrow": "arrow.l.r.long",
    "Rightarrow": "arrow.r.double", "Leftarrow": "arrow.l.double", "Leftrightarrow": "arrow.l.r.double",
    "implies": "arrow.r.double.long", "impliedby": "arrow.l.double.long", "iff": "arrow.l.r.double.long",
    "mapsto": "arrow.r.bar", "longmapsto": "arrow.r.long.bar", "hookrightarrow": "arrow.r.hook",
    "uparrow": "arrow.t", "downarrow": "arrow.b", "updownarrow": "arrow.t.b", "nearrow": "arrow.tr",
    "searrow": "arrow.br", "swarrow": "arrow.bl", "nwarrow": "arrow.tl", "rightleftharpoons": "harpoons.rtlb",
    "forall": "forall", "exists": "exists", "nexists": "exists.not", "neg": "not", "lnot": "not",
    "therefore": "therefore", "because": "because",
    "dots": "dots.h", "ldots": "dots.h", "cdots": "dots.h.c", "vdots": "dots.v", "ddots": "dots.down",
    "colon": "class(\"punctuation\", \\:)", "backslash": "backslash", "blacksquare": "square.filled",
}  # fmt: skip

BIG_OPERATORS: dict[str, str] = {
    "sum": "sum", "prod": "product", "coprod": "product.co", "bigcup": "union.big", "bigcap": "inter.big",
    "int": "integral", "iint": "integral.double", "iiint": "integral.triple", "oint": "integral.cont",
}  # fmt: skip

FUNCTIONS: tuple[str, ...] = (
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos", "arctan", "ln", "log",
    "lg", "exp", "lim", "max", "min", "sup", "inf", "det", "gcd", "Pr", "arg", "deg", "dim", "hom", "ker",
    "limsup", "liminf",
)  # fmt: skip

SPACES: dict[str, str] = {
    ",": "thin", "thinspace": "thin", ":": "med", ">": "med", ";": "thick", "!": "#h(-1em / 6)", "quad": "quad",
    "qquad": "wide", " ": "#h(1em / 3)", "enspace": "#h(0.5em)", "negthinspace": "#h(-1em / 6)",
}  # fmt: skip

LITERALS: dict[str, str] = {"%": "%", "&": "\\&", "_": "\\_", "$": "\\$"}

DELIMITERS: dict[str, str] = {
    "(": "\\(", ")": "\\)", "[": "\\[", "]": "\\]", "|": "\\|", "/": "\\/", "\\{": "\\{", "\\}": "\\}", "\\|": "\\‖",
    "\\lbrace": "\\{", "\\rbrace": "\\}", "\\lbrack": "\\[", "\\rbrack": "\\]",
    "\\vert": "\\|", "\\lvert": "\\|", "\\rvert": "\\|", "\\Vert": "\\‖", "\\lVert": "\\‖", "\\rVert": "\\‖",
    "\\langle": "\\⟨", "\\rangle": "\\⟩", "\\lfloor": "\\⌊", "\\rfloor": "\\⌋", "\\lceil": "\\⌈", "\\rceil": "\\⌉",
    ".": "", "<": "\\⟨", ">": "\\⟩",
}  # fmt: skip
OPENING = ("(", "[", "\\{", "\\lbrace", "\\lbrack", "\\lvert", "\\lVert", "\\langle", "\\lfloor", "\\lceil")
CLOSING = (")", "]", "\\}", "\\rbrace", "\\rbrack", "\\rvert", "\\rVert", "\\rangle", "\\rfloor", "\\rceil")

BIG_DELIMITERS: dict[str, tuple[str, str]] = {
    stem + side: (size, kind)
    for stem, size in (("big", "1.2em"), ("Big", "1.8em"), ("bigg", "2.4em"), ("Bigg", "3em"))
    for side, kind in (("", "normal"), ("l", "opening"), ("r", "closing"), ("m", "relation"))
}

ACCENTS: dict[str, str] = {
    "hat": "hat", "widehat": "hat", "tilde": "tilde", "widetilde": "tilde", "bar": "macron", "vec": "arrow",
    "dot": "dot", "ddot": "dot.double", "acute": "acute", "grave": "grave", "breve": "breve", "check": "caron",
}  # fmt: skip

WRAPPERS: dict[str, str] = {
    "overline": "overline({})", "underline": "underline({})", "overbrace": "limits(overbrace({}))",
    "underbrace": "limits(underbrace({}))", "boldsymbol": "bold({})", "mathbf": "bold(upright({}))",
    "mathit": "italic({})",
    "mathcal": "cal({})", "mathbb": "bb({})", "mathfrak": "frak({})", "mathsf": "sans({})", "cancel": "cancel({})",
    "mathbin": "class(\"binary\", {})", "mathrel": "class(\"relation\", {})", "mathord": "class(\"normal\", {})",
}  # fmt: skip

STYLES: dict[str, str] = {"displaystyle": "display", "textstyle": "inline", "scriptstyle": "script"}

MATRICES: dict[str, str] = {
    "matrix": "#none", "pmatrix": '"("', "bmatrix": '"["', "vmatrix": '"|"', "Bmatrix": '"{"', "Vmatrix": '"‖"',
}  # fmt: skip

ALIGNED = ("aligned", "align*", "align", "gathered")

ADVICE = {
    "color": "colours come from roles, so leave it out",
    "textcolor": "colours come from roles, so leave it out",
    "boxed": "no boxes in formulas, so leave it out",
    "xrightarrow": "write \\to or \\longrightarrow",
    "newcommand": "write the formula out",
    "def": "write the formula out",
    "limits": "display formulas put limits below by themselves",
    "nolimits": "use a formula within a line of text",
    "tag": "formulas have no numbers",
    "label": "formulas have no numbers",
    "mbox": "write \\text{…}",
    "textrm": "write \\text{…}",
    "textbf": "write \\text{…}",
    "rm": "write \\mathrm{…}",
    "bf": "write \\mathbf{…}",
    "over": "write \\frac{…}{…}",
    "dif": "write \\mathrm{d}",
    "hspace": "write \\, or \\quad",
    "input": "formulas cannot read files",
    "include": "formulas cannot read files",
}
UNICODE = {
    "−": "-", "–": "-", "×": "\\times", "·": "\\cdot", "÷": "\\div", "±": "\\pm", "≤": "\\le", "≥": "\\ge", "≠": "\\ne",
    "≈": "\\approx", "→": "\\to", "∞": "\\infty", "∂": "\\partial", "∑": "\\sum", "∫": "\\int", "√": "\\sqrt{…}",
    "…": "\\dots", "′": "'", "’": "'", "²": "^2", "³": "^3", "α": "\\alpha", "β": "\\beta", "γ": "\\gamma",
    "δ": "\\delta", "Δ": "\\Delta", "ε": "\\varepsilon", "η": "\\eta", "θ": "\\theta", "λ": "\\lambda", "π": "\\pi",
    "σ": "\\sigma", "φ": "\\varphi", "ω": "\\omega", "½": "\\frac{1}{2}", "∇": "\\nabla", "∈": "\\in",
}  # fmt: skip
