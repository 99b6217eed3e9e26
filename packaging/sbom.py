#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bill of materials (SPDX 2.3, JSON) and the third-party notices of a package.

sbom.py --name NAME --version VERSION --out DIR [--plugin DEBIAN-PACKAGE]... [--materials FILE] [--bundled] PROGRAM...

On Debian the programs' libraries are followed to the packages that they come from. --materials adds what no library tells (data,
headers) or, for a cross build, all of it: a JSON array of {name, version, license, source, how}. --bundled: the libraries lie in the
package itself, so their full licence texts go into the notices.
"""
import argparse
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

# Debian's short names -> SPDX. What is not here is said in words and left NOASSERTION, never guessed.
SPDX = {
    "expat": "MIT", "mit": "MIT", "mit/x11": "MIT", "x11": "X11", "isc": "ISC", "zlib": "Zlib", "apache-2.0": "Apache-2.0", "apache-2": "Apache-2.0",
    "bsd-2-clause": "BSD-2-Clause", "bsd-3-clause": "BSD-3-Clause", "bsd-4-clause": "BSD-4-Clause", "bsl-1.0": "BSL-1.0", "boost-1.0": "BSL-1.0",
    "cc0-1.0": "CC0-1.0", "cc0": "CC0-1.0", "ofl-1.1": "OFL-1.1", "openssl": "OpenSSL", "postgresql": "PostgreSQL", "unicode-dfs-2016": "Unicode-DFS-2016",
    "gpl-2": "GPL-2.0-only", "gpl-2+": "GPL-2.0-or-later", "gpl-3": "GPL-3.0-only", "gpl-3+": "GPL-3.0-or-later",
    "lgpl-2": "LGPL-2.0-only", "lgpl-2+": "LGPL-2.0-or-later", "lgpl-2.1": "LGPL-2.1-only", "lgpl-2.1+": "LGPL-2.1-or-later",
    "lgpl-3": "LGPL-3.0-only", "lgpl-3+": "LGPL-3.0-or-later", "mpl-1.1": "MPL-1.1", "mpl-2.0": "MPL-2.0", "gfdl-1.3": "GFDL-1.3-only", "wtfpl": "WTFPL",
}


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout


def libraries_of(programs):
    paths = set()
    for program in programs:
        for line in output("ldd", program).splitlines():
            match = re.search(r"=> (/\S+)|^\s*(/\S+)", line)
            if match:
                paths.add(match.group(1) or match.group(2))
            elif "not found" in line:
                sys.exit(f"sbom: {program} needs {line.split()[0]}, which is not on this machine")
    return sorted(paths)


def owners(paths):
    """path -> package, in one question to dpkg: a file may be known by its place before or after the merge of /lib and /usr/lib."""
    candidates = {}
    for path in paths:
        real = os.path.realpath(path)
        for candidate in (path, real, re.sub(r"^/usr/lib", "/lib", real), re.sub(r"^/lib", "/usr/lib", path)):
            candidates.setdefault(candidate, path)
    found = {}
    for line in output("dpkg-query", "-S", *candidates).splitlines():
        names, _, place = line.partition(": ")
        if place in candidates and not names.startswith("diversion"):
            found.setdefault(candidates[place], names.split(",")[0].split(":")[0].strip())
    return found


def licences(package):
    path = pathlib.Path("/usr/share/doc") / package / "copyright"
    if not path.exists():
        return [], ""
    text = path.read_text(encoding="utf-8", errors="replace")
    names = []
    if text.lstrip().startswith("Format:"):
        for line in re.findall(r"^License:[ \t]*(\S[^\n]*)", text, flags=re.M):
            for name in re.split(r"\s+(?:or|and)\s+|\s*,\s*", line.strip(), flags=re.I):
                name = re.sub(r"\s+with\s+.*", "", name.strip(" ,()"), flags=re.I)
                if name and name not in names:
                    names.append(name)
    return names, text


def debian_material(package, how):
    version, source, homepage = (output("dpkg-query", "-W", "-f", "${Version}\t${source:Package}\t${Homepage}", package).split("\t") + ["", "", ""])[:3]
    if not version:
        sys.exit(f"sbom: the package {package} is not installed")
    names, text = licences(package)
    known = sorted({SPDX[n.lower()] for n in names if n.lower() in SPDX})
    complete = names and all(n.lower() in SPDX for n in names)
    return {"name": package, "version": version, "license": " AND ".join(known) if complete else "NOASSERTION", "said": ", ".join(names), "how": how,
            "source": homepage, "text": text, "purl": f"pkg:deb/debian/{package}@{version}?upstream={source}"}


def gather(arguments):
    found = {}
    if not arguments.foreign:
        paths = libraries_of(arguments.programs)
        known = owners(paths)
        for path in paths:
            package = known.get(path)
            if not package:
                sys.exit(f"sbom: no package owns {path}")
            found.setdefault(package, "linked")
        for package in arguments.plugin:
            found.setdefault(package, "loaded at run time")
    materials = [debian_material(package, how) for package, how in sorted(found.items())]
    for path in arguments.materials:
        for item in json.loads(pathlib.Path(path).read_text(encoding="utf-8")):
            materials.append({"said": "", "text": "", "purl": "", **item})
    return materials


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def spdx_package(item):
    package = {"name": item["name"], "SPDXID": identifier(item["name"]), "versionInfo": item["version"], "downloadLocation": "NOASSERTION",
               "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": item["license"], "copyrightText": "NOASSERTION"}
    if item["said"]:
        package["licenseComments"] = "Debian's copyright file names: " + item["said"]
    if item["source"]:
        package["homepage"] = item["source"]
    if item["purl"]:
        package["externalRefs"] = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": item["purl"]}]
    return package


def document(arguments, materials):
    own = {"name": arguments.name, "SPDXID": identifier(arguments.name), "versionInfo": arguments.version, "downloadLocation": "NOASSERTION",
           "filesAnalyzed": False, "licenseConcluded": "GPL-3.0-or-later", "licenseDeclared": "GPL-3.0-or-later", "copyrightText": "NOASSERTION"}
    packages = [own] + [spdx_package(item) for item in materials]
    digest = hashlib.sha256(json.dumps(packages, sort_keys=True).encode()).hexdigest()[:32]
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
    relations = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": own["SPDXID"]}]
    for item in materials:
        kind = "CONTAINS" if arguments.bundled or item["how"] in ("data", "compiled in") else "DEPENDS_ON"
        relations.append({"spdxElementId": own["SPDXID"], "relationshipType": kind, "relatedSpdxElement": identifier(item["name"])})
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"{arguments.name}-{arguments.version}",
            "documentNamespace": f"https://busheng.invalid/spdx/{arguments.name}-{arguments.version}-{digest}",
            "creationInfo": {"created": created, "creators": ["Tool: busheng packaging/sbom.py"]}, "packages": packages, "relationships": relations}


def notices(arguments, materials):
    lines = [f"{arguments.name} {arguments.version} stands on the work of others. Busheng itself is licensed GPL-3.0-or-later.",
             "部省软件使用了以下第三方组件；部省软件本身采用 GPL-3.0-or-later 许可。", ""]
    for item in materials:
        lines.append(f"{item['name']} {item['version']} ({item['how']}): {item['said'] or item['license']}" + (f"  {item['source']}" if item["source"] else ""))
    lines.append("")
    if not arguments.bundled:
        lines.append("The full texts are in /usr/share/doc/<package>/copyright of each.")
        return "\n".join(lines) + "\n"
    told = set()
    for item in materials:
        if item["text"] and item["text"] not in told:
            told.add(item["text"])
            lines += ["=" * 100, f"{item['name']} {item['version']}", "=" * 100, item["text"].rstrip(), ""]
    # What the copyright files only point at.
    common = pathlib.Path("/usr/share/common-licenses")
    for name in ("GPL-2", "GPL-3", "LGPL-2", "LGPL-2.1", "LGPL-3", "Apache-2.0", "MPL-2.0", "GFDL-1.3"):
        if (common / name).exists():
            lines += ["=" * 100, name, "=" * 100, (common / name).read_text(encoding="utf-8", errors="replace").rstrip(), ""]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--plugin", action="append", default=[])
    parser.add_argument("--materials", action="append", default=[])
    parser.add_argument("--bundled", action="store_true")
    parser.add_argument("--foreign", action="store_true", help="programs of another system: only the materials count")
    parser.add_argument("programs", nargs="*")
    arguments = parser.parse_args()
    materials = gather(arguments)
    folder = pathlib.Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sbom.spdx.json").write_text(json.dumps(document(arguments, materials), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "THIRD-PARTY-NOTICES.txt").write_text(notices(arguments, materials), encoding="utf-8")


if __name__ == "__main__":
    main()
