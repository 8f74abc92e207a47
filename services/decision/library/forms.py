"""The forms of a guideline's file, of the facts' vocabulary and of the words in requests."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schemas.form.item import EvidenceRank
from services.decision.domain.guidelines.facts import FactValue, Kind
from services.decision.domain.guidelines.guideline import Phase
from terms.request.drugs import vocabulary
from terms.request.treatments import Context

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
FactName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=10)]
Clause = Annotated[str, Field(min_length=5)]
"""The places in the evidence order (8 CCR 9792.21.1(a))."""
EXAMPLES_MIN = 3
Paper = Literal["medical-record", "request-for-authorization", "ur-decision", "form"]
"""The kinds of documents of a file, as an application names them."""


class Form(BaseModel):
    """A piece of a file: nothing unknown in it, nothing converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class FactForm(Form):
    """One fact as `FactDefinition` has it; *count* is the number to which it is a yes or no."""

    type: Kind
    meaning: Sentence
    sources: Annotated[tuple[Paper, ...], Field(min_length=1)]
    unit: tuple[str, str] | None = None
    range: tuple[float, float] | None = None
    choices: dict[Identifier, str] | None = None
    count: FactName | None = None
    means: FactName | None = None
    presupposes: FactName | None = None
    silence: FactValue | None = None
    if_true: Clause | None = None
    if_false: Clause | None = None
    told: Clause | None = None
    asked: Clause | None = None

    @model_validator(mode="after")
    def _limits_fit_the_type(self) -> Self:
        """Numbers have a range, choices their words, and nothing else has either."""
        if (self.type in {"int", "number"}) != (self.range is not None):
            raise ValueError("a range is for numbers, and every number has one")
        if (self.type == "choice") != (self.choices is not None):
            raise ValueError("choices are for a fact of type choice, which has them")
        if self.count is not None and self.type != "bool":
            raise ValueError("only a fact of type bool can be the yes or no to a count")
        return self

    @model_validator(mode="after")
    def _clauses_fit_the_type(self) -> Self:
        """A yes-or-no fact has a clause for each answer, any other one with and without value.

        Libraries of earlier versions have none.
        """
        refused = (self.told, self.asked) if self.type == "bool" else (self.if_true, self.if_false)
        if any(refused):
            raise ValueError("a fact of type bool has `if_true` and `if_false`, any other `told` and `asked`")
        if self.told is not None and self.told.count("{}") != 1:
            raise ValueError("`told` shows the value once, as {}")
        return self


class VocabularyForm(Form):
    """The facts that guidelines may ask for."""

    facts: dict[FactName, FactForm]

    @model_validator(mode="after")
    def _counts_are_numbers(self) -> Self:
        """The count of a yes-or-no fact is a whole number of the vocabulary."""
        for name, fact in self.facts.items():
            if fact.count is not None and (fact.count not in self.facts or self.facts[fact.count].type != "int"):
                raise ValueError(f"{name}: its count {fact.count!r} is not a whole number of the vocabulary")
            for other in (fact.means, fact.presupposes):
                if other is not None and (other not in self.facts or self.facts[other].type != "bool"):
                    raise ValueError(f"{name}: {other!r} is no yes-or-no fact of the vocabulary")
        return self


class TermForm(Form):
    """One treatment or body region by its names."""

    names: tuple[str, ...] = ()


class TreatmentForm(TermForm):
    """A treatment, by its names or its drugs, as `terms.request.treatments` describes it.

    A request for a *countable* one has to give a quantity; *when_denied* is added to a denial.
    """

    countable: bool = False
    when_denied: Sentence | None = None
    drugs: tuple[str, ...] = ()
    form: Literal["topical", "patch"] | None = None
    visits: bool = False
    leads: bool = False
    surgery: bool = False
    includes: tuple[Identifier, ...] = ()
    becomes: dict[Context, Identifier] = Field(default_factory=dict)
    together: tuple[Identifier, ...] = ()


class StatedForm(Form):
    """The phrases by which a request states one value of a fact."""

    value: bool | str
    names: Annotated[tuple[str, ...], Field(min_length=1)]


class WordsForm(Form):
    """The words of requests, as known on the day *dated*."""

    dated: date
    treatments: dict[Identifier, TreatmentForm]
    body_regions: dict[Identifier, TermForm]
    contexts: dict[Context, tuple[str, ...]] = Field(default_factory=dict)
    stated: dict[FactName, tuple[StatedForm, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Self:
        """Treatments refer to treatments, and drugs to those of the vocabulary of drugs."""
        known = vocabulary()
        drugs = {*known.class_of, *known.class_of.values()}
        for name, term in self.treatments.items():
            for other in (*term.includes, *term.becomes.values(), *term.together):
                if other not in self.treatments:
                    raise ValueError(f"{name}: {other!r} is no treatment")
            for drug in term.drugs:
                if drug not in drugs:
                    raise ValueError(f"{name}: {drug!r} is neither an ingredient nor a class of drugs")
        return self


class TopicsForm(Form):
    """The questions that the library answers, each by its id in a sentence."""

    topics: dict[Identifier, Sentence]


class SourceForm(Form):
    """Where the recommendation was published, and the line that cites it."""

    body: str
    document: str
    edition: str
    section: str
    pages: str | None = None
    citation: Sentence


class InForceForm(Form):
    """The request dates for which the edition holds; without *to* it still does."""

    since: date = Field(alias="from")
    until: date | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """The first day is not after the last."""
        if self.until is not None and self.until < self.since:
            raise ValueError("`to` lies before `from`")
        return self


class AppliesToForm(Form):
    """The scope of a guideline; without *body_regions* or *phases* any."""

    treatments: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    body_regions: tuple[Identifier, ...] = ()
    phases: tuple[Phase, ...] = ()


class WordingForm(Form):
    """A sentence for when the CEL expression *when* is met.

    One for undocumented *denies* facts: those of the criterion that it says are not documented.
    Without it, all that neither *when* nor the sentence itself reads.
    """

    when: str | None = None
    denies: tuple[FactName, ...] | None = None
    text: Sentence


Wordings = Sentence | Annotated[tuple[Sentence | WordingForm, ...], Field(min_length=1)]
"""One sentence, or several, of which the first with documented facts is used.

The last needs none.
"""


class SentencesForm(Form):
    """The sentence of a criterion for each of its values; an exclusion is never undocumented."""

    met: Wordings
    not_met: Wordings
    undocumented: Wordings | None = None


class CriterionForm(Form):
    """One requirement of a guideline; an *exclusion* counts only where the records show it."""

    id: Identifier
    required: bool
    exclusion: bool = False
    expression: str
    sentences: SentencesForm

    @model_validator(mode="after")
    def _has_a_sentence_for_each_value(self) -> Self:
        """Three sentences, or two of an exclusion, which is required."""
        if not self.exclusion and self.sentences.undocumented is None:
            raise ValueError(f"{self.id} has no sentence for undocumented")
        if self.exclusion and self.sentences.undocumented is not None:
            raise ValueError(f"{self.id} is an exclusion, which is never undocumented and has no sentence for it")
        if self.exclusion and not self.required:
            raise ValueError("an exclusion is required: it stands against the request where the records show it")
        return self


class ExampleForm(Form):
    """A worked example: facts, the values of criteria, and the proposal that follows."""

    name: Sentence
    facts: dict[FactName, FactValue]
    values: dict[Identifier, Literal["met", "not met", "undocumented"]]
    proposal: Literal["upheld", "overturned"]


class LimitForm(Form):
    """A number, named elsewhere as `limit.visits`; *source* is its place if it has its own."""

    value: int | float
    unit: Annotated[str, Field(min_length=1)]
    source: Sentence | None = None


class EditionForm(Form):
    """A later edition that says the same: where it was published and when it holds."""

    id: Identifier
    source: SourceForm
    in_force: InForceForm


class GuidelineForm(Form):
    """One recommendation: criteria, or the sentence that it is *not_recommended*.

    *covers* names the topics, *also_in* later editions. One that is not *held* is only cited.
    """

    id: Identifier
    series: Identifier
    covers: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    source: SourceForm
    rank: EvidenceRank
    confidence: Literal["high", "medium", "recalled"]
    held: bool = True
    in_force: InForceForm
    also_in: tuple[EditionForm, ...] = ()
    applies_to: AppliesToForm
    facts: tuple[FactName, ...] = ()
    limits: dict[FactName, LimitForm] = Field(default_factory=dict)
    recommendation: Sentence
    not_recommended: Sentence | None = None
    criteria: tuple[CriterionForm, ...] = ()
    examples: tuple[ExampleForm, ...] = ()

    @property
    def editions(self) -> tuple[EditionForm, ...]:
        """Every edition that says this, the first one first."""
        return (EditionForm(id=self.id, source=self.source, in_force=self.in_force), *self.also_in)

    @model_validator(mode="after")
    def _has_something_to_test(self) -> Self:
        """Require a required criterion or the sentence against it, and distinct criterion ids."""
        if not self.held:
            if self.criteria or self.not_recommended or self.examples:
                raise ValueError("a guideline that is not held has no criteria, no `not_recommended` and no examples")
            return self
        if self.confidence == "recalled":
            raise ValueError("what is only recalled is no ground of a proposal: write `held: false`")
        if (self.not_recommended is None) == (not self.criteria):
            raise ValueError("either criteria or `not_recommended` is needed, not both")
        if self.criteria and not any(criterion.required for criterion in self.criteria):
            raise ValueError("no criterion is required, so every request would be approved")
        if len({criterion.id for criterion in self.criteria}) < len(self.criteria):
            raise ValueError("two criteria have the same id")
        return self

    @model_validator(mode="after")
    def _examples_show_each_value(self) -> Self:
        """Among the examples every value occurs: met, not met, and undocumented."""
        if not self.held:
            return self
        if len(self.examples) < EXAMPLES_MIN:
            raise ValueError(f"at least {EXAMPLES_MIN} examples are needed")
        shown = {value for example in self.examples for value in example.values.values()}
        lacking = self._possible_values() - shown
        if lacking:
            raise ValueError(f"no example shows a criterion that is {min(lacking)}")
        return self

    def _possible_values(self) -> set[str]:
        """The values that some criterion of this guideline can have."""
        if not self.criteria:
            return {"not met"}
        return {"met", "not met"} if all(each.exclusion for each in self.criteria) else {"met", "not met", "undocumented"}
