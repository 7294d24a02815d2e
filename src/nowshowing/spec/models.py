"""What a lesson file may hold: every key, its type and its limits."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from nowshowing.spec.names import NAME, name_problem, shown

FORMAT_VERSION = 1
MOST_CLIPS = 64
MOST_ITEMS = 32
MOST_TITLE = 80
MOST_SUMMARY = 500
MOST_TEXT = 2000
MOST_QUESTION = 160
MOST_MINUTES = 5
"""Of a clip; known once it is planned."""

Voice = Literal["none", "espeak", "recorded", "command"]
Aspect = Literal["16:9", "1:1", "9:16"]


def author_error(message: str) -> PydanticCustomError:
    """Return an error whose message is meant for authors as it stands."""
    return PydanticCustomError("author", "{message}", {"message": message})


def _name(text: str) -> str:
    problem = name_problem(text)
    if problem:
        raise author_error(problem)
    return text


def _date(text: str) -> str:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        date.fromisoformat(text)
    except ValueError:
        raise author_error(f"found {shown(text)}, which is no date; write one such as 2026-01-31") from None
    return text


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise author_error(f'found {shown(text)}, which is no address; write "https://…" or a relative path') from None
    if re.search(r"[\s<>\"'`\\]", text) or parts.scheme not in ("", "http", "https"):
        raise author_error(f'found {shown(text)}; only "https://…", "http://…" and relative paths are links')
    if (parts.scheme and not parts.netloc) or (not parts.scheme and text.startswith("//")):
        raise author_error(f'found {shown(text)}, which names no host; write "https://host/…" or a relative path')
    return text


def _language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", text):
        raise author_error(f'found {shown(text)}, which is no language tag; write one such as "en" or "pt-BR"')
    return text


def _file_below(text: str) -> str:
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or "\\" in text or ":" in text:
        raise author_error(f'found {shown(text)}; name a file in the lesson\'s own folder or below, without ".."')
    return text


Name = Annotated[str, Field(min_length=1, json_schema_extra={"pattern": f"^{NAME.pattern}$"}), AfterValidator(_name)]
Title = Annotated[str, Field(min_length=1, max_length=MOST_TITLE)]
Words = Annotated[str, Field(min_length=1, max_length=MOST_TEXT)]
Question = Annotated[str, Field(min_length=1, max_length=MOST_QUESTION)]
Choice = Annotated[str, Field(min_length=1)]
Date = Annotated[str, Field(json_schema_extra={"pattern": r"^\d{4}-\d{2}-\d{2}$"}), AfterValidator(_date)]
Listed = Field(max_length=MOST_ITEMS)


class _Part(BaseModel):
    """What a lesson is made of. A text that is left out is empty; one that is written is not."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class LinkModel(_Part):
    """A place to go on."""

    title: Annotated[Title, Field(description="What the link leads to.")]
    url: Annotated[str, AfterValidator(_url), Field(description="https, http or a relative path.")]


class ScriptEntry(_Part):
    """What is said and asked at one beat. A text alone is what is said."""

    say: Annotated[Words, Field(description="What is said; {name} is a value, [cue] a moment, $…$ a formula.")] = ""
    ask: Annotated[Question, Field(description="A question to think about before.")] = ""
    think: Annotated[float, Field(ge=1, le=60, description="Seconds left for thinking about the question.")] = 4.0
    teaches: Annotated[list[str], Listed, Field(description="Syllabus points that this beat shows.")] = []
    recording: Annotated[
        Choice, AfterValidator(_file_below), Field(description="A sound file with the narration, beside the lesson.")
    ] = ""
    pause: Annotated[float, Field(ge=0, le=30, description="Seconds of rest after the beat.")] = 0.0

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, value: Any) -> Any:
        return {"say": value} if isinstance(value, str) else value


class DefaultsModel(_Part):
    """What the clips share."""

    params: Annotated[dict[str, Any], Field(description="Params for every clip whose scene has them.")] = {}
    voice: Annotated[Voice | None, Field(description="Where speech comes from.")] = None


class ClipModel(_Part):
    """One scene, its params and its script; a chapter of the film."""

    id: Annotated[Name, Field(description="The clip's name, also of its video file.")]
    scene: Annotated[Choice, Field(description="Which scene is played.")]
    params: Annotated[
        dict[str, Any], Field(description="What to set on the scene; what is left out has a default.")
    ] = {}
    title: Annotated[Title, Field(description="The chapter's title, and the frame's.")] = ""
    slot: Annotated[Name, Field(description="A page slot that this clip fills by itself.")] = ""
    skip: Annotated[list[str], Listed, Field(description="Optional beats to leave out.")] = []
    order: Annotated[
        list[Annotated[list[str], Field(min_length=2, max_length=2)]],
        Listed,
        Field(description="Pairs of events: the first must come before the second."),
    ] = []
    script: Annotated[dict[str, ScriptEntry], Field(description="Beat → what is said and asked there.")] = {}


class LessonModel(_Part):
    """A lesson: one YAML file that becomes one film and fills one slot."""

    schema_: Annotated[str, Field(alias="$schema", description="Where editors find this schema.")] = ""
    nowshowing: Annotated[int, Field(ge=1, description="Version of this format.")] = FORMAT_VERSION
    title: Annotated[Title, Field(description="The film's title.")] = ""
    summary: Annotated[str, Field(max_length=MOST_SUMMARY, description="One or two sentences for the page.")] = ""
    slot: Annotated[Name, Field(description="The page slot that the film fills; default: the file's stem.")] = ""
    published: Annotated[Date, Field(description="Date of publication, such as 2026-01-31.")] = ""
    language: Annotated[str, AfterValidator(_language), Field(description="Language tag, such as en.")] = "en"
    authors: Annotated[list[Title], Listed, Field(description="Who wrote the lesson.")] = []
    licence: Annotated[str, Field(max_length=MOST_TITLE, description="Such as CC BY 4.0.")] = ""
    links: Annotated[list[LinkModel], Listed, Field(description="Where to go on.")] = []
    theme: Annotated[Choice, Field(description="Colours, type and margins.")] = ""
    aspect: Annotated[Aspect, Field(description="Shape of the frame.")] = "16:9"
    voice: Annotated[Voice, Field(description="Where speech comes from.")] = "none"
    profile: Annotated[Choice, Field(description="How to render by default.")] = ""
    assumes: Annotated[list[str], Field(max_length=MOST_CLIPS, description="Syllabus points taken as known.")] = []
    defaults: Annotated[DefaultsModel, Field(description="Params and voice shared by the clips.")] = DefaultsModel()
    clips: Annotated[list[ClipModel], Field(min_length=1, max_length=MOST_CLIPS, description="In order.")]
