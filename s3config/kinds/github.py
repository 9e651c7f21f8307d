"""GitHub workflows: what each step of a job is given by `env`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.kinds import Variable, misread, process
from s3config.mappings import Mappings, scalar
from s3config.variables import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.kinds import Scope
    from s3config.nodes import Node

NAMES = (".github/workflows/*.yml", ".github/workflows/*.yaml")
MARKS = ()
_Variables = list[Variable]


def scopes(path: str, text: str) -> Iterator[Scope]:
    """Yield what each step is given, each job once for those of its steps that add nothing, and each container."""
    if "AWS_" not in text and "aws_" not in text:
        return
    file = Mappings(text, path)
    for environment in _environments(file):
        scope = process([environment], {path: "yaml"}, is_open=True)
        if scope is not None:
            yield scope


def _environments(file: Mappings) -> Iterator[_Variables]:
    for document in file.documents:
        workflow = _read(file, document)
        jobs = file.pairs(file.child(document, "jobs"))
        if not jobs:
            yield workflow
        for _, job in jobs:
            yield from _of_job(file, job, workflow)


def _of_job(file: Mappings, job: Node, workflow: _Variables) -> Iterator[_Variables]:
    own = _over(_over(_read(file, file.child(job, "container")), workflow), _read(file, job))
    steps = [_read(file, step) for step in file.items(file.child(job, "steps"))]
    if not steps or not all(steps):
        yield own
    yield from (_over(own, step) for step in steps if step)
    for _, service in file.pairs(file.child(job, "services")):
        yield _read(file, service)


def _read(file: Mappings, node: Node) -> _Variables:
    """Return the variables of AWS in the `env` of a workflow, a job, a step or a container."""
    found: list[Variable] = []
    for key, value in file.pairs(file.child(node, "env")):
        if key.value.startswith(PREFIXES):
            origin = file.origin(key)
            odd = misread(file, key.value, value, origin)
            found.append(odd or Variable(key.value, scalar(value) or "", origin))
    return found


def _over(below: _Variables, above: _Variables) -> _Variables:
    """Return both; a variable that is in both counts as it is above, which is how defaults are meant to be used.

    One that is empty above takes back what is below, and then is not set as far as most tools go.
    """
    names = {variable.name for variable in above}
    hidden = {variable.name for variable in below if variable.value}
    return [
        *(variable for variable in below if variable.name not in names),
        *(variable for variable in above if variable.value or variable.problem or variable.name not in hidden),
    ]
