"""The officers' forms by name, beside those of `flows.casework`."""

from collections.abc import Mapping

from bot.flows.agency_calls import AnswerCallForm, ask_agency_form, refuse_call_form
from bot.flows.closing import refuse_form, reopen_form
from bot.flows.conferring import agency_answer_form, agency_form
from bot.flows.form import Form
from bot.flows.leaving import dismiss_form
from bot.flows.parting import part_form
from bot.flows.visiting import VisitForm, ask_visit_form


def officer_forms() -> Mapping[str, Form]:
    """Return each form, made once."""
    every = (
        ask_visit_form(),
        VisitForm(),
        agency_form(),
        agency_answer_form(),
        ask_agency_form(),
        AnswerCallForm(),
        refuse_call_form(),
        refuse_form(),
        reopen_form(),
        dismiss_form(),
        part_form(),
    )
    return {form.name: form for form in every}
