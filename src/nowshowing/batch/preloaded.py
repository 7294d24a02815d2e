"""What the server from which workers are forked has loaded: all of it lasts, so no collection looks at it again."""

import gc

gc.disable()

import nowshowing.film.rendering  # noqa: E402
import nowshowing.stage.loader  # noqa: E402
import nowshowing.trust.inspecting  # noqa: E402, F401

gc.freeze()
gc.enable()
