"""What scenes are made of."""

from nowshowing.stage.beats import beat
from nowshowing.stage.chords import Chord
from nowshowing.stage.descent import Descent, plot_descent
from nowshowing.stage.descent_panel import DescentPanel
from nowshowing.stage.descent_runs import DescentRuns, runs_of
from nowshowing.stage.descent_symbols import Symbols
from nowshowing.stage.descent_truth import TrueDescent
from nowshowing.stage.labels import AxisRow, Label, place_on_curve
from nowshowing.stage.legs import Legs, UnitLegs
from nowshowing.stage.lens import Lens
from nowshowing.stage.lens_room import room_for_lens
from nowshowing.stage.line_map import LineMap
from nowshowing.stage.lines import SlopeLine, touching_lines
from nowshowing.stage.live import Live, box_points, filled, set_presence, stroke
from nowshowing.stage.loss_figure import LossFigure
from nowshowing.stage.map_room import MapName, MapRoom, divide_map
from nowshowing.stage.marked_interval import Band, MarkedInterval, Measure
from nowshowing.stage.motion import Fade, Run, appear, geometrically, leave, restore, step_back
from nowshowing.stage.number import Number, Readout
from nowshowing.stage.number_line import NumberLine, Scale, fit_scale
from nowshowing.stage.panel import Panel, divide_panel
from nowshowing.stage.params import Params
from nowshowing.stage.places import densify
from nowshowing.stage.plot import Plot
from nowshowing.stage.regions import Region
from nowshowing.stage.scene import LessonScene
from nowshowing.stage.secant_figure import SecantFigure
from nowshowing.stage.secant_truth import SecantTruth
from nowshowing.stage.slope_panel import SlopePanel
from nowshowing.stage.stepping import Stepping
from nowshowing.stage.stretch_meter import StretchMeter
from nowshowing.stage.stretch_walk import StretchWalk
from nowshowing.stage.table import Table
from nowshowing.stage.text import Formula, Words
from nowshowing.stage.written import column, latex_number, line_equation

__all__ = [
    "AxisRow",
    "Band",
    "Chord",
    "Descent",
    "DescentPanel",
    "DescentRuns",
    "Fade",
    "Formula",
    "Label",
    "Legs",
    "Lens",
    "LessonScene",
    "LineMap",
    "Live",
    "LossFigure",
    "MapName",
    "MapRoom",
    "MarkedInterval",
    "Measure",
    "Number",
    "NumberLine",
    "Panel",
    "Params",
    "Plot",
    "Readout",
    "Region",
    "Run",
    "Scale",
    "SecantFigure",
    "SecantTruth",
    "SlopeLine",
    "SlopePanel",
    "Stepping",
    "StretchMeter",
    "StretchWalk",
    "Symbols",
    "Table",
    "TrueDescent",
    "UnitLegs",
    "Words",
    "appear",
    "beat",
    "box_points",
    "column",
    "densify",
    "divide_map",
    "divide_panel",
    "filled",
    "fit_scale",
    "geometrically",
    "latex_number",
    "leave",
    "line_equation",
    "place_on_curve",
    "plot_descent",
    "restore",
    "room_for_lens",
    "runs_of",
    "set_presence",
    "step_back",
    "stroke",
    "touching_lines",
]
