"""`gongkai status`: what is there, what is due, what failed."""

from __future__ import annotations

from typing import Any

import click


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Say what the data folder holds: portals, last and next run, coverage, refusals, failures, sizes."""
    from archive.commands.session import data_folder
    from archive.status import status_of

    found = status_of(data_folder(context))
    if as_json:
        import json

        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: dict[str, Any]) -> list[str]:
    stores, archive, crawl = found["stores"], found["archive"], found["crawl"]
    lines = [
        f"data folder   {found['data']}",
        f"captures      {stores['warc_files']} WARC files, {_bytes(stores['warc_bytes'])}",
    ]
    if archive is None:
        lines.append("archive       none yet: run `gongkai build`")
    elif "error" in archive:
        lines.append(f"archive       {archive['error']}")
    else:
        state = "up to date" if archive["is_current"] else "there are newer captures: run `gongkai build`"
        years = list(archive["years"])
        span = f", {'–'.join(dict.fromkeys((years[0], years[-1])))}" if years else ""
        lines += [
            f"archive       {archive['reports']} reports of {archive['agencies']} agencies{span}, "
            f"{_bytes(stores['archive_bytes'])}, read by {archive['reader']}; {state}",
            f"intake        {archive['captures']} captures: {_counts(archive['intake'])}",
            f"coverage      {_counts(archive['coverage'])}",
            f"findings      {_counts(archive['findings'])}",
            f"failures      {_counts(archive['failures'])}",
        ]
    if crawl is None:
        lines.append("crawl         never run here")
    elif "error" in crawl:
        lines.append(f"crawl         {crawl['error']}")
    else:
        last = crawl["last_run"]
        if last:
            lines.append(
                f"last run      {last['run']}: {last['finish_reason']}, {last['finished_at'] or 'not finished'}"
            )
            lines += [f"              {alarm}" for alarm in last["alarms"]]
        lines.append(f"next due      {crawl['next_due'] or '—'}; {crawl['pending']} requests pending")
        lines += [
            f"portal        {portal['portal']}: {portal['reports'] or 0} reports in {portal['columns']} columns, "
            f"last {portal['visited_at'] or 'never'}, next {portal['next_due'] or '—'}"
            for portal in crawl["portals"]
        ]
        lines += [
            f"blocked       {host['host']}: {host['reason']} since {host['since']}, "
            f"not before {host['next_attempt'] or '—'}"
            for host in crawl["blocked"]
        ]
    return lines


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items(), key=lambda item: -item[1])) or "none"


def _bytes(size: int) -> str:
    value = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{size} B"
