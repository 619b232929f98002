"""The pages of attestations: everybody's own, the sheet to print or take as PDF, and checking a code without a name."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from classcode import db
from classcode.auth import ANYONE, SIGNED_IN, me, open_to
from classcode.errors import NotFound
from classcode.i18n import language
from tracking import pdf
from tracking.attestations import codes, queries, rules
from tracking.attestations.paper import Paper, paper, role_told
from tracking.attestations.queries import Held, Verified
from tracking.attestations.titles import module_called

bp = Blueprint("attestations", __name__)


@bp.get("/<lang:lang>/me/attestations/")
@open_to(SIGNED_IN)
def mine(lang: str) -> ResponseReturnValue:
    """Show my attestations, the latest first."""
    with db.reading() as session:
        held = queries.held_by(session, me().id)
        papers = [(one.paper.id, _paper(one, session.info["base_url"])) for one in held]
    return render_template("attestations/mine.html", papers=papers, pdf=pdf.available())


@bp.get("/<lang:lang>/me/attestations/<uuid:attestation_id>")
@open_to(SIGNED_IN)
def sheet(lang: str, attestation_id: UUID) -> ResponseReturnValue:
    """Show one attestation of mine as a sheet to print."""
    return render_template(
        "attestations/sheet.html",
        paper=_own(attestation_id),
        attestation_id=attestation_id,
        pdf=pdf.available(),
    )


@bp.get("/<lang:lang>/me/attestations/<uuid:attestation_id>.pdf")
@open_to(SIGNED_IN)
def as_pdf(lang: str, attestation_id: UUID) -> ResponseReturnValue:
    """Give one attestation of mine as a PDF file; without the extra, say how to print instead."""
    told = _own(attestation_id)
    if not pdf.available():
        page = render_template(
            "attestations/sheet.html", paper=told, attestation_id=attestation_id, pdf=False
        )
        return page, 501
    answer = Response(
        pdf.made(render_template("attestations/document.html", paper=told)), mimetype="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="attestation-{attestation_id}.pdf"'
    return answer


def _own(attestation_id: UUID) -> Paper:
    with db.reading() as session:
        row = rules.access_own(session, me().id, attestation_id)
        if row.revoked_at is not None:
            raise NotFound
        return _paper(queries.held(session, row), session.info["base_url"])


def _paper(held: Held, base_url: str) -> Paper:
    asking = url_for("attestations.ask", lang=language())
    where = url_for("attestations.check", lang=language(), code=held.code) if held.code else asking
    return paper(held, me().name, module_called(held.paper.module), base_url + where)


@bp.get("/<lang:lang>/verify")
@open_to(ANYONE)
def ask(lang: str) -> ResponseReturnValue:
    """Ask for a code, or lead on to what the one behind the question mark says."""
    typed = request.args.get("code", "").strip()
    if typed:
        code = codes.read(typed)
        return redirect(
            url_for("attestations.check", lang=lang, code=codes.grouped(code) if code else typed[:60])
        )
    return _told(None, "", asked=False)


@bp.get("/<lang:lang>/verify/<code>")
@open_to(ANYONE)
def check(lang: str, code: str) -> ResponseReturnValue:
    """Say what a code stands for: valid, replaced, revoked or unknown. A wrong one is counted, and nothing else."""
    read = codes.read(code)
    if read is None:
        return _told(None, code, asked=True)
    with db.reading() as session:
        rules.check_patience(session, _network())
        found = queries.verified(session, read)
    if found is None:
        with db.transaction() as session:
            rules.count_wrong(session, _network())
    return _told(found, codes.grouped(read), asked=True)


def _told(found: Verified | None, code: str, *, asked: bool) -> Response:
    """Return the page; an unknown code answers 404, so that a program sees it too."""
    page = render_template(
        "attestations/verify.html",
        found=found,
        code=code[:60],
        asked=asked,
        module=module_called(found.module) if found else "",
        role=role_told(found.role) if found else "",
    )
    answer = make_response(page, 404 if asked and found is None else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _network() -> str:
    return request.remote_addr or "unknown"
