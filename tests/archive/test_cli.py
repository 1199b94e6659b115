"""The command line as users meet it: real processes, exit statuses of the contract, one clear line for each error."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.cli import COMMANDS
from crawler.captures import WarcStore, scan
from crawler.data_folder import DataFolder

Sample = Callable[..., bytes]
GONGKAI = [sys.executable, "-m", "archive.cli"]


def gongkai(*arguments: object, data: Path | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    if data is not None:
        environment["GONGKAI_DATA"] = str(data)
    return subprocess.run(
        [*GONGKAI, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=280,
        **options,  # type: ignore[call-overload]
    )


@pytest.fixture
def reports(tmp_path: Path, sample: Sample) -> Path:
    folder = tmp_path / "in"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "a.html").write_bytes(sample(year=2022))
    (folder / "deep" / "b.docx").write_bytes(sample(year=2023, variation="docx-merged"))
    (folder / "deep" / "er" / "c.txt").write_bytes(sample(year=2024, variation="text-cells"))
    (folder / ".hidden.html").write_bytes(sample(year=2021))
    (folder / "program.exe").write_bytes(b"MZ")
    (folder / "notes.json").write_text("{}")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bad") / "bad.pdf"
    path.write_bytes(b"%PDF-1.4 not really")
    return path


def test_help_names_every_command_and_every_option() -> None:
    result = gongkai("--help")
    assert result.returncode == 0
    for name in ("demo", "crawl", "add", "build", "read", "check", "serve", "status"):
        assert re.search(rf"^  {name} ", result.stdout, re.MULTILINE), name
        shown = gongkai(name, "--help")
        assert shown.returncode == 0
        assert "--data DIR" in shown.stdout
        assert "Exit status" in shown.stdout or name == "status"
    for name in ("check", "list", "probe", "new"):
        assert "--data DIR" in gongkai("portals", name, "--help").stdout


def test_help_imports_no_reader_and_no_crawl_engine() -> None:
    code = (
        "import sys; from archive.cli import gongkai\n"
        "try: gongkai.main(['--help'], standalone_mode=True)\n"
        "except SystemExit: pass\n"
        "heavy = {'scrapy', 'twisted', 'lxml', 'pypdfium2', 'docx', 'sqlite3', 'rich', 'datasette'}\n"
        "print('heavy', sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "heavy []"


def test_every_command_listed_can_be_imported() -> None:
    result = gongkai("--help")
    for name in COMMANDS:
        if re.search(rf"^  {name} ", result.stdout, re.MULTILINE):
            assert gongkai(name, "--help").returncode == 0


def test_add_build_and_status(reports: Path, data: Path) -> None:
    added = gongkai("add", reports, data=data)
    assert added.returncode == 0
    assert "3 added, 0 already there" in added.stdout
    assert "3 passed over: 1 exe, 1 hidden, 1 json" in added.stderr
    names = {capture.url.partition("/")[2] for capture in scan(data / "warc")}
    assert names == {"a.html", "deep/b.docx", "deep/er/c.txt"}
    assert str(reports) not in "".join(capture.url for capture in scan(data / "warc"))

    built = gongkai("build", data=data)
    assert (built.returncode, built.stderr) == (0, "")
    assert "3 reports from 3 captures" in built.stdout
    assert "nothing new" in gongkai("build", data=data).stdout
    assert "built" in gongkai("build", "--rebuild", "--workers", "1", data=data).stdout

    status = gongkai("status", "--json", data=data)
    found = json.loads(status.stdout)
    assert (found["archive"]["reports"], found["archive"]["is_current"]) == (3, True)
    assert found["archive"]["intake"] == {"report": 3}
    assert found["stores"]["warc_files"] == 1
    assert "3 reports" in gongkai("status", data=data).stdout


def test_adding_again_stores_nothing_and_a_copy_is_a_revisit(reports: Path, data: Path, sample: Sample) -> None:
    assert gongkai("add", reports, data=data).returncode == 0
    again = gongkai("add", reports, data=data)
    assert "0 added, 3 already there" in again.stdout
    assert len(list((data / "warc").glob("*.warc.gz"))) == 1
    (reports / "copy.html").write_bytes(sample(year=2022))
    gongkai("build", data=data)  # from here on the archive's index answers
    assert "1 added, 3 already there" in gongkai("add", reports, data=data).stdout
    kinds = sorted(capture.record_type for capture in scan(data / "warc"))
    assert kinds == ["resource", "resource", "resource", "revisit"]
    assert gongkai("build", data=data).returncode == 0


def test_a_warc_file_of_another_program_is_taken_in_with_its_urls_and_times(
    tmp_path: Path, data: Path, sample: Sample
) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "foreign.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        body = sample(year=2023)
        chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:900], body[900:])) + b"0\r\n\r\n"
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")], protocol="HTTP/1.1"
        )
        import io

        record = writer.create_warc_record(
            "http://www.example.gov.cn.test/1.html",
            "response",
            payload=io.BytesIO(chunked),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2024-03-01T10:00:00Z"},
        )
        writer.write_record(record)
        writer.write_record(
            writer.create_revisit_record(
                "http://www.example.gov.cn.test/1.html",
                "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
                "http://www.example.gov.cn.test/1.html",
                "2024-03-01T10:00:00Z",
            )
        )
    added = gongkai("add", path, data=data)
    assert "1 added" in added.stdout
    assert "revisit" in added.stdout + added.stderr
    assert "0 added, 1 already there" in gongkai("add", path, data=data).stdout
    (capture,) = scan(data / "warc")
    assert (capture.url, capture.fetched_at) == ("http://www.example.gov.cn.test/1.html", "2024-03-01T10:00:00Z")
    assert gongkai("build", data=data).returncode == 0
    assert "1 reports" in gongkai("status", data=data).stdout


def test_a_damaged_archive_stops_neither_status_nor_add_and_the_next_build_mends_it(
    reports: Path, tmp_path: Path, data: Path
) -> None:
    assert gongkai("add", reports, data=data).returncode == 0
    assert gongkai("build", data=data).returncode == 0
    good = gongkai("status", data=data).stdout
    for page in (1, 2, 40):
        with (data / "archive.db").open("r+b") as stream:
            stream.seek(4096 * page)
            stream.write(b"\x7f" * 4096 * 60)
        told = gongkai("status", data=data)
        assert told.returncode == 0, told.stderr
        assert "0 added" in gongkai("add", reports, data=data).stdout
        assert gongkai("build", "--rebuild", data=data).returncode == 0
        assert gongkai("status", data=data).stdout.splitlines()[2:5] == good.splitlines()[2:5]


def test_read_prints_one_json_object_and_nothing_else(reports: Path) -> None:
    result = gongkai("read", reports / "a.html", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert found["year"] == 2022
    assert len(found["figures"]) == 200
    assert set(found["figures"]["req_new__total"]) >= {"value", "raw", "state", "unit", "place"}
    assert {"title", "publisher", "agency", "forms", "sections", "checks", "repairs", "problems", "reader"} <= set(
        found
    )


def test_read_shows_the_report_as_text(reports: Path) -> None:
    result = gongkai("read", reports / "a.html")
    assert result.returncode == 0
    assert "总体情况" in result.stdout
    assert "本年新收" in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("command", ["read", "check"])
def test_an_unreadable_file_is_status_2_and_one_line_with_file_and_reason(command: str, bad: Path) -> None:
    result = gongkai(command, bad)
    assert result.returncode == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert str(bad) in line
    assert len(line) > len(str(bad)) + 20
    assert "Traceback" not in result.stderr


def test_a_file_that_is_no_report_is_status_2(tmp_path: Path) -> None:
    path = tmp_path / "notice.html"
    path.write_text("<html><body><p>关于植树活动\n的通知</p></body></html>", encoding="utf-8")
    result = gongkai("read", path, "--json")
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_check_prints_findings_as_a_linter_and_tells_by_its_status(tmp_path: Path, reports: Path, bad: Path) -> None:
    from archive.samples.agencies import AGENCIES
    from archive.samples.reports import make_report
    from archive.samples.variations import render

    wrong = tmp_path / "wrong.html"
    report = make_report(AGENCIES["qinghe"], 2024, seed=4, profile="county", errors=("wrong_total",))
    wrong.write_bytes(render(report, "html-wps").data)
    result = gongkai("check", wrong)
    assert result.returncode == 1
    for line in result.stdout.splitlines():
        assert re.match(rf"{re.escape(str(wrong))}: [A-Z0-9]+-[A-Z0-9-]+ (error|warning|info) \S", line), line
    assert " error " in result.stdout
    both = gongkai("check", wrong, bad, "--json")
    assert both.returncode == 2
    found = json.loads(both.stdout)
    assert [entry["path"] for entry in found] == [str(wrong), str(bad)]
    assert found[0]["findings"]
    assert found[1]["error"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("build", "--no-such-option"),
        ("read",),
        ("read", "/no/such/file"),
        ("add", "/no/such/file"),
    ],
)
def test_wrong_use_is_status_2(arguments: tuple[str, ...], data: Path) -> None:
    result = gongkai(*arguments, data=data)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert not data.exists()


def test_a_locked_folder_is_status_5(data: Path, reports: Path) -> None:
    with DataFolder(data).lock():
        for arguments in (("build",), ("add", reports)):
            result = gongkai(*arguments, data=data)
            assert result.returncode == 5
            assert f"process {os.getpid()}" in result.stderr
            assert len(result.stderr.splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_status_3(reports: Path) -> None:
    result = gongkai("add", reports, data=Path("/proc/gongkai"))
    assert result.returncode == 3
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize("room", [20_000, 150_000, 300_000, 400_000, 500_000, 600_000])
def test_a_full_disk_is_status_3_and_the_next_build_goes_on(data: Path, reports: Path, room: int) -> None:
    gongkai("add", reports, data=data)
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "room = int(sys.argv[2]); resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))\n"
        "sys.argv = ['gongkai', '--data', sys.argv[1], 'build']\n"
        "from archive.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(data), str(room)], capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 3, result.stderr
    assert not (data / "archive.db").exists()
    assert gongkai("build", data=data).returncode == 0
    assert "3 reports" in gongkai("status", data=data).stdout


@pytest.mark.parametrize("command", ["read", "check"])
def test_output_is_utf8_in_a_locale_without_chinese(reports: Path, command: str) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [*GONGKAI, command, str(reports / "a.html")], capture_output=True, env=environment, timeout=60
    )
    assert done.returncode in (0, 1)
    assert done.stderr == b""
    text = done.stdout.decode("utf-8")
    assert "�" not in text
    if command == "read":
        assert "本年新收" in text


def slow_report(sample: Sample, lines: int) -> bytes:
    """Return a report with so much prose that a reader is busy with it for a millisecond a line."""
    line = "本年度新收政府信息公开申请{}件，予以公开{}件。"
    return sample(variation="text-cells") + "\n".join(line.format(n, n % 9) for n in range(lines)).encode()


def test_an_interrupt_is_status_11_and_the_next_build_goes_on(data: Path, reports: Path, sample: Sample) -> None:
    (reports / "slow.txt").write_bytes(slow_report(sample, 6_000))
    gongkai("add", reports, data=data)
    for stop in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen(
            [*GONGKAI, "--data", str(data), "build", "--workers", "1"], stderr=subprocess.PIPE, text=True
        )
        # a worker that has been started is the first thing that a second build has of its own
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while process.poll() is None and not children.read_text():
            time.sleep(0.01)
        time.sleep(0.3)
        process.send_signal(stop)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 11, errors
        assert errors.splitlines() == ["gongkai: interrupted; run again to go on"]
        assert not (data / "archive.db").exists()
    assert gongkai("build", data=data).returncode == 0


def test_what_our_own_failure_left_unread_is_status_1(data: Path, reports: Path, sample: Sample) -> None:
    (reports / "slow.txt").write_bytes(slow_report(sample, 120_000))
    gongkai("add", reports, data=data)
    result = gongkai("build", "--seconds", "0.1", "--workers", "1", data=data)
    assert result.returncode == 1
    assert "could not be read in time" in result.stderr
    failures = json.loads(gongkai("status", "--json", data=data).stdout)["archive"]["failures"]
    assert failures["worker_timeout"] >= 1


def test_a_database_of_another_program_is_not_overwritten(data: Path, reports: Path) -> None:
    gongkai("add", reports, data=data)
    with sqlite3.connect(data / "archive.db") as conn:
        conn.execute("CREATE TABLE precious (x)")
    conn.close()
    before = (data / "archive.db").read_bytes()
    for arguments in (("build",), ("build", "--rebuild")):
        result = gongkai(*arguments, data=data)
        assert result.returncode == 2
        assert "no archive of this program" in result.stderr
    assert (data / "archive.db").read_bytes() == before


def test_a_damaged_archive_is_built_again(data: Path, reports: Path) -> None:
    gongkai("add", reports, data=data)
    (data / "archive.db").write_bytes(b"damaged beyond recognition" * 400)
    assert gongkai("build", data=data).returncode == 0
    assert "3 reports" in gongkai("status", data=data).stdout


def test_status_tells_of_portals_and_refusals_once_there_was_a_crawl(data: Path, reports: Path) -> None:
    from crawler.state import State

    gongkai("add", reports, data=data)
    State(data / "state.db").close()
    with sqlite3.connect(data / "state.db") as conn:
        conn.execute("INSERT INTO hosts (host, blocked, blocked_at) VALUES ('www.a.gov.cn.test', 'captcha', '2025')")
        conn.execute(
            "INSERT INTO columns (portal, url, kind, first_seen, next_due) "
            "VALUES ('a', 'http://www.a.gov.cn.test/', 'reports', '2025', '2026-01-01')"
        )
        conn.executemany(
            "INSERT INTO sightings (portal, column_url, key, url, title, kind, first_run, last_run) "
            "VALUES ('a', 'http://www.a.gov.cn.test/', ?, '', '', 'report', '1', '1')",
            [(str(number),) for number in range(7)],
        )
    conn.close()
    found = json.loads(gongkai("status", "--json", data=data).stdout)
    assert found["archive"] is None
    assert found["crawl"]["blocked"][0]["reason"] == "captcha"
    assert (found["crawl"]["portals"][0]["reports"], found["crawl"]["next_due"]) == (7, "2026-01-01")
    shown = gongkai("status", data=data).stdout
    assert "captcha" in shown
    assert "gongkai build" in shown
    # as on a disk that is read only: SQLite cannot make its file beside the database
    (data / "state.db-wal").unlink(missing_ok=True)
    (data / "state.db-shm").unlink(missing_ok=True)
    (data / "state.db-shm").mkdir()
    assert "captcha" in gongkai("status", data=data).stdout


@pytest.mark.slow
def test_the_demonstration_uses_the_data_folder_in_force_and_none_in_real_use(tmp_path: Path, reports: Path) -> None:
    (tmp_path / "gongkai.toml").write_text('GONGKAI_DATA = "mine"\n')
    gongkai("add", reports / "a.html", cwd=tmp_path)
    store = {path.name for path in (tmp_path / "mine" / "warc").iterdir()}
    result = gongkai("demo", "--no-serve", cwd=tmp_path)
    assert result.returncode == 2
    assert "mine: holds captures of your own" in result.stderr
    assert {path.name for path in (tmp_path / "mine" / "warc").iterdir()} == store
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gongkai.toml", "in", "mine"]


def test_the_demonstration_does_the_whole_job_offline(data: Path) -> None:
    result = gongkai("demo", "--no-serve", cwd=data.parent)
    assert result.returncode == 0, result.stderr
    found = json.loads(gongkai("status", "--json", data=data).stdout)
    assert found["archive"]["reports"] > 100
    assert found["crawl"]["pending"] == 0
    assert sum(found["archive"]["intake"].values()) == found["archive"]["captures"]


def test_a_torn_store_is_said_by_every_build_and_status_1_once(data: Path, reports: Path) -> None:
    gongkai("add", reports, data=data)
    (path,) = (data / "warc").glob("*.warc.gz")
    path.write_bytes(path.read_bytes()[:-30])
    for status in (1, 0):
        result = gongkai("build", data=data)
        assert result.returncode == status
        assert "no whole records" in result.stderr
    gongkai("add", reports, data=data)
    assert gongkai("build", data=data).returncode == 0
    assert gongkai("build", "--rebuild", data=data).returncode == 1


def test_the_data_folder_comes_from_option_environment_or_default(tmp_path: Path, reports: Path) -> None:
    by_option = gongkai("add", reports, "--data", tmp_path / "one", data=tmp_path / "two")
    assert str(tmp_path / "one") in by_option.stdout
    before = gongkai("--data", tmp_path / "three", "add", reports, data=tmp_path / "two")
    assert str(tmp_path / "three") in before.stdout
    assert not (tmp_path / "two").exists()
    gongkai("add", reports, cwd=tmp_path)
    assert (tmp_path / "data" / "warc").is_dir()


def test_every_run_leaves_a_log_of_json_lines_and_a_summary(data: Path, reports: Path) -> None:
    gongkai("add", reports, data=data)
    gongkai("build", data=data)
    logs = list((data / "logs").glob("*.jsonl"))
    assert {path.name.partition("-")[0] for path in logs} == {"add", "build"}
    last = {path.name.partition("-")[0]: json.loads(path.read_text().splitlines()[-1]) for path in logs}
    for path in logs:
        for line in path.read_text().splitlines():
            assert json.loads(line)["at"]
    assert (last["add"]["message"], last["add"]["added"], last["add"]["passed_over"]) == ("added", 3, 3)
    assert (last["build"]["message"], last["build"]["reports"], last["build"]["intake_report"]) == ("built", 3, 3)
    (summary,) = (data / "runs").glob("*.json")
    found = json.loads(summary.read_text())
    assert (found["command"], found["added"], found["exit_code"]) == ("add", 3, 0)
    with sqlite3.connect(data / "archive.db") as conn:
        runs = conn.execute("SELECT id, command, capture_count, finish_reason FROM crawl_runs").fetchall()
    conn.close()
    assert runs == [(summary.stem, "add", 3, "finished")]


def test_a_defect_is_one_line_for_people_and_a_traceback_in_the_log(data: Path, reports: Path) -> None:
    gongkai("add", reports, data=data)
    gongkai("build", data=data)
    with sqlite3.connect(data / "archive.db") as conn:
        conn.execute("DROP VIEW intake")
    conn.close()
    result = gongkai("build", data=data)
    assert result.returncode == 70
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("gongkai: a defect of this program: ")
    log = next(path for path in (data / "logs").iterdir() if path.name in result.stderr)
    last = json.loads(log.read_text().splitlines()[-1])
    assert last["level"] == "error"
    assert "no such table: intake" in last["traceback"]


def test_a_run_that_could_not_start_is_in_the_log_too(data: Path, reports: Path) -> None:
    gongkai("add", reports, data=data)
    (data / "archive.db").unlink(missing_ok=True)
    with sqlite3.connect(data / "archive.db") as conn:
        conn.execute("CREATE TABLE strange (a)")
    conn.close()
    assert gongkai("build", data=data).returncode == 2
    (log,) = (data / "logs").glob("build-*.jsonl")
    (line,) = map(json.loads, log.read_text().splitlines())
    assert (line["level"], "is no archive of this program" in line["message"]) == ("error", True)
    assert "traceback" not in line


def test_progress_goes_to_a_terminal_only(data: Path, reports: Path) -> None:
    gongkai("add", reports, data=data)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*GONGKAI, "--data", str(data), "build"], stdout=subprocess.PIPE, stderr=theirs, text=True
    )
    output, _ = process.communicate(timeout=60)
    os.close(theirs)
    drawn = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        drawn += part
    os.close(ours)
    assert process.returncode == 0
    assert b"reading" in drawn or b"finishing" in drawn
    assert "\x1b" not in output
    assert gongkai("build", "--rebuild", data=data).stderr == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_told_to_stop_ends_with_0(data: Path, number: signal.Signals) -> None:
    DataFolder(data).create()
    assert gongkai("build", data=data).returncode == 0
    server = subprocess.Popen(
        [*GONGKAI, "--data", str(data), "serve", "--port", "0"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert server.stderr is not None
    for line in server.stderr:
        if b"running on" in line:
            break
    server.send_signal(number)
    server.stderr.read()
    assert server.wait(60) == 0


def test_serve_without_an_archive_or_with_a_taken_port_is_status_2(data: Path, reports: Path) -> None:
    nothing = gongkai("serve", data=data)
    assert nothing.returncode == 2
    assert "gongkai build" in nothing.stderr
    import socket

    gongkai("add", reports, data=data)
    gongkai("build", data=data)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = gongkai("serve", "--port", taken.getsockname()[1], data=data)
    assert result.returncode == 2
    assert "in use" in result.stderr


def test_a_reader_that_closes_early_is_no_error(reports: Path) -> None:
    process = subprocess.Popen(
        [*GONGKAI, "read", str(reports / "a.html")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    assert process.wait(timeout=60) in (0, -signal.SIGPIPE)


def test_two_runs_at_once_never_share_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    with WarcStore(folder, reserve=0) as one, WarcStore(folder, reserve=0) as two:
        one.write_resource("urn:gongkai:file:1/a", b"a")
        two.write_resource("urn:gongkai:file:2/b", b"b")
    assert len(list(folder.glob("*.warc.gz"))) == 2
