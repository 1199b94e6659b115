"""`gongkai portals`: check the catalogue, list it, ask a site which system it runs, write a new entry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from crawler.catalogue import Portal
    from crawler.systems.pages import ListPage

PORTALS_OPTION = click.option(
    "--portals",
    "paths",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A catalogue file or folder instead of the built-in one; may be given more than once.",
)


@click.group("portals")
def command() -> None:
    """Look after the portal catalogue."""


def _load(context: click.Context, paths: tuple[Path, ...]) -> tuple[Portal, ...]:
    from crawler.catalogue import load_portals
    from crawler.configuration import load_configuration
    from crawler.errors import CatalogueError, ConfigurationError

    try:
        return load_portals(paths or None, suffixes=load_configuration().suffixes)
    except (CatalogueError, ConfigurationError) as error:
        click.echo(f"gongkai portals: {error}", err=True)
        context.exit(2)
        raise AssertionError("unreachable") from error


@command.command("check")
@PORTALS_OPTION
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...]) -> None:
    """Validate the catalogue; every mistake names file, key and reason. Asks no site.

    Exit status: 0 all entries are right, 2 a mistake.
    """
    portals = _load(context, paths)
    columns = sum(len(portal.columns) for portal in portals)
    click.echo(f"{len(portals)} portals with {columns} columns are right")


@command.command("list")
@PORTALS_OPTION
@click.option("--json", "as_json", is_flag=True, help="Print the entries as JSON.")
@click.pass_context
def list_(context: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """List the portals of the catalogue."""
    portals = _load(context, paths)
    if as_json:
        rows = [
            {
                "id": portal.id,
                "name": portal.name,
                "level": portal.level,
                "region_code": portal.region_code,
                "system": portal.system,
                "hosts": list(portal.hosts),
                "delay": portal.delay,
                "checked": portal.checked,
                "columns": [{"url": column.url, "kind": column.kind} for column in portal.columns],
            }
            for portal in portals
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    width = max((len(portal.id) for portal in portals), default=0)
    for portal in portals:
        first = portal.columns[0].url if portal.columns else ""
        click.echo(
            f"{portal.id:{width}}  {portal.level:10}  {portal.region_code}  {portal.system:12}  {portal.name}  {first}"
        )


@command.command("probe")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_context
def probe(context: click.Context, url: str, as_json: bool) -> None:
    """Ask one page which system it runs and what it lists.

    robots.txt and the page are asked, as politely as in a crawl, and kept in DIR/warc.

    Exit status: 0 a list was read, 1 the page was refused or names no report, 2 wrong use.
    """
    from crawler import judging
    from crawler.catalogue import write_entry
    from crawler.configuration import load_configuration
    from crawler.data_folder import DataFolderError
    from crawler.errors import CatalogueError, ConfigurationError
    from crawler.log import log_to
    from crawler.run import probe_page

    try:
        configuration = load_configuration(data=context.obj["data"] if context.obj else None)
        configuration.require_contact()
        entry = write_entry(url, identifier="probe")
        portal = _one_portal(url, entry, configuration.suffixes)
    except (CatalogueError, ConfigurationError) as error:
        click.echo(f"gongkai portals probe: {error}", err=True)
        context.exit(2)
    try:
        with log_to(configuration.data / "logs", name="probe"):
            listing, outcome = probe_page(configuration, portal)
            found = _found(url, listing) if listing is not None else {}
            _log_probe(url, outcome, found)
    except DataFolderError as error:
        click.echo(f"gongkai portals probe: {error}", err=True)
        context.exit(error.exit_code)
    if listing is None or not found:
        click.echo(f"gongkai portals probe: {url}: {outcome}", err=True)
        context.exit(1)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _print_found(found)
        click.echo("\nan entry for the catalogue:\n")
        kind = "reports" if found["reports"] or listing.report_here else judging.guess_kind(url)
        click.echo(write_entry(url, system=listing.system, kind=kind), nl=False)
    context.exit(0 if found["reports"] or found["columns"] or listing.report_here else 1)


def _one_portal(url: str, entry: str, suffixes: tuple[str, ...]) -> Portal:
    """Return the portal of an entry made for an address; raises CatalogueError naming the address and the reason."""
    import tempfile

    from crawler.catalogue import load_portals
    from crawler.errors import CatalogueError

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entry.toml"
        path.write_text(entry, "utf-8")
        try:
            return load_portals(path, suffixes=suffixes)[0]
        except CatalogueError as error:
            # nobody has seen the file the entry was put in
            raise CatalogueError(error.reason, path=url, key=error.key) from error


def _found(url: str, listing: ListPage) -> dict[str, Any]:
    from crawler import judging

    reports = [item for item in listing.items if judging.judge_item(item).verdict == "take"]
    columns = [
        column
        for column in listing.columns
        if judging.judge_column(column, parent_url=url, in_reports=True, is_site=True).verdict != "leave"
    ]
    return {
        "url": url,
        "system": listing.system,
        "reports": len(reports),
        "is_report": listing.report_here,
        "total_claimed": listing.total,
        "pages_claimed": listing.pages_claimed,
        "next": [fetch.url for fetch in listing.next],
        "columns": [{"name": column.name, "url": column.url} for column in columns[:20]],
        "titles": [item.title for item in reports[:5]],
        "problems": list(listing.problems),
    }


def _log_probe(url: str, outcome: str, found: dict[str, Any]) -> None:
    import logging

    logger = logging.getLogger("gongkai.probe")
    if found:
        logger.info("probed", extra={key: found[key] for key in ("url", "system", "reports", "is_report")})
    else:
        logger.warning("nothing could be read", extra={"url": url, "outcome": outcome})


def _print_found(found: dict[str, Any]) -> None:
    click.echo(f"system    {found['system']}")
    claimed = ", ".join(
        f"{found[key]} {word}" for key, word in (("total_claimed", "entries"), ("pages_claimed", "pages")) if found[key]
    )
    click.echo(f"reports   {found['reports']} on this page" + (f"; the site claims {claimed}" if claimed else ""))
    if found["is_report"]:
        click.echo("          the page itself reads like a report")
    for title in found["titles"]:
        click.echo(f"          {title}")
    for address in found["next"]:
        click.echo(f"next      {address}")
    for column in found["columns"]:
        click.echo(f"column    {column['name']}  {column['url']}")
    for problem in found["problems"]:
        click.echo(f"problem   {problem}")


@command.command("new")
@click.argument("url")
@click.option("--name", default="", help="The site's name, as people know it.")
@click.option("--level", default="county", show_default=True, help="central, province, city, county, town, department.")
@click.option("--region-code", default="000000", show_default=True, help="The six-digit code of GB/T 2260.")
@click.option("--system", default="auto", show_default=True, help="The family of its system, if known.")
@click.option("--kind", default="", help="reports, tree or site; by the address if not given.")
@click.option("--to", "path", type=click.Path(path_type=Path), help="A file to write; standard output if not given.")
@click.pass_context
def new(
    context: click.Context,
    url: str,
    name: str,
    level: str,
    region_code: str,
    system: str,
    kind: str,
    path: Path | None,
) -> None:
    """Write an entry for the column at URL, for a person to complete. Asks no site.

    Exit status: 0 written, 2 the entry would be refused, or the file exists.
    """
    from crawler import judging
    from crawler.catalogue import write_entry
    from crawler.configuration import load_configuration
    from crawler.errors import CatalogueError, ConfigurationError

    try:
        kind = kind or judging.guess_kind(url)
        entry = write_entry(url, name=name, level=level, region_code=region_code, system=system, kind=kind)
        _one_portal(url, entry, load_configuration().suffixes)
    except (CatalogueError, ConfigurationError) as error:
        click.echo(f"gongkai portals new: {error}", err=True)
        context.exit(2)
    if path is None:
        click.echo(entry, nl=False)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(entry)
    except FileExistsError:
        click.echo(f"gongkai portals new: {path}: exists already; nothing was written", err=True)
        context.exit(2)
