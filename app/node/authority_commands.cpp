// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/demo_authority.h"
#include "app/node/node_command.h"
#include "engine/base/file_system.h"
#include "engine/model/events.h"
#include "engine/net/revocation_lists.h"

#include <QDir>

namespace busheng {
namespace {

constexpr qint64 kLargestList = 16 << 20;

Result<QString> folder(const NodeOptions& option, const QString& name)
{
    const QString value = option(name);
    if (value.isEmpty())
        return wrongNodeUsage(QStringLiteral("--%1 DIR is missing").arg(name));
    return QDir(value).absolutePath();
}

Result<int> days(const NodeOptions& option, int otherwise)
{
    constexpr int kMost = 3650;
    const QString text = option(QStringLiteral("days"));
    bool ok = true;
    const int value = text.isEmpty() ? otherwise : text.toInt(&ok);
    if (!ok || value < 1 || value > kMost)
        return wrongNodeUsage(QStringLiteral("--days must be a whole number from 1 to %1").arg(kMost));
    return value;
}

Result<> revoke(const NodeOptions& option)
{
    ENGINE_TRY_AS(const QString path, folder(option, QStringLiteral("demo-authority")));
    ENGINE_TRY_AS(DemoAuthority authority, DemoAuthority::open(path));
    return authority.revoke(option(QStringLiteral("code")));
}

Result<> writeLists(const NodeOptions& option)
{
    ENGINE_TRY_AS(const QString path, folder(option, QStringLiteral("demo-authority")));
    ENGINE_TRY_AS(const int valid, days(option, DemoAuthority::kListDays));
    ENGINE_TRY_AS(DemoAuthority authority, DemoAuthority::open(path));
    return authority.writeLists(valid);
}

Result<> renew(const NodeOptions& option)
{
    ENGINE_TRY_AS(const QString path, folder(option, QStringLiteral("demo-authority")));
    ENGINE_TRY_AS(const QString data, folder(option, QStringLiteral("data")));
    ENGINE_TRY_AS(const int valid, days(option, DemoAuthority::kNodeDays));
    ENGINE_TRY_AS(const NodeConfig config, readNodeConfig(data));
    ENGINE_TRY_AS(DemoAuthority authority, DemoAuthority::open(path));
    return authority.equip(data, config, valid);
}

/// A certificate for a node that has made its key itself.
Result<> issue(const NodeOptions& option)
{
    ENGINE_TRY_AS(const QString path, folder(option, QStringLiteral("demo-authority")));
    ENGINE_TRY_AS(const int valid, days(option, DemoAuthority::kNodeDays));
    const QString request = option(QStringLiteral("request"));
    const QString out = option(QStringLiteral("out"));
    if (request.isEmpty() || out.isEmpty())
        return wrongNodeUsage(QStringLiteral("--request FILE and --out FILE are both needed"));
    ENGINE_TRY_AS(DemoAuthority authority, DemoAuthority::open(path));
    return authority.issueFor(QDir().absoluteFilePath(request), QDir().absoluteFilePath(out), valid);
}

/// The second certificate of a node, and its key.
Result<> issueEncryption(const NodeOptions& option)
{
    ENGINE_TRY_AS(const QString path, folder(option, QStringLiteral("demo-authority")));
    ENGINE_TRY_AS(const int valid, days(option, DemoAuthority::kNodeDays));
    const QString certificate = option(QStringLiteral("certificate"));
    const QString out = option(QStringLiteral("out"));
    const QString key = option(QStringLiteral("key"));
    if (certificate.isEmpty() || out.isEmpty() || key.isEmpty())
        return wrongNodeUsage(
            QStringLiteral("--certificate FILE (for signatures), --out FILE and --key FILE are all needed"));
    ENGINE_TRY_AS(DemoAuthority authority, DemoAuthority::open(path));
    const QDir here;
    return authority.issueEncryption(here.absoluteFilePath(certificate), here.absoluteFilePath(out),
                                     here.absoluteFilePath(key), valid);
}

/// Judges the lists before they are put where a running node would find them.
Result<> trust(const NodeOptions& option)
{
    ENGINE_TRY_AS(const QString from, folder(option, QStringLiteral("lists")));
    ENGINE_TRY_AS(const QString data, folder(option, QStringLiteral("data")));
    ENGINE_TRY_AS(const NodeConfig config, readNodeConfig(data));
    ENGINE_TRY_AS(const RevocationLists lists, RevocationLists::read(from));
    if (lists.isEmpty())
        return fail(makeEvent(ErrorCode::Config, events::CRL_INVALID,
                              {from, QStringLiteral("there is no file *.crl in it")},
                              QStringLiteral("no lists in %1").arg(from)));
    FileSystem& files = systemFileSystem();
    const QString to = QDir(data).absoluteFilePath(config.revocationLists);
    ENGINE_TRY(files.makeDirectories(to));
    ENGINE_TRY_AS(const QStringList names, files.list(from));
    for (const QString& name : names) {
        if (!name.endsWith(QStringLiteral(".crl")))
            continue;
        ENGINE_TRY_AS(const Bytes list, readFile(files, from + u'/' + name, kLargestList));
        ENGINE_TRY(replaceFile(files, to + u'/' + name, list));
    }
    return {};
}

constexpr NodeCommand kCommands[] = {
    {"authority revoke", "busheng-node authority revoke --demo-authority DIR --code CODE", revoke},
    {"authority lists", "busheng-node authority lists --demo-authority DIR [--days N]", writeLists},
    {"authority issue", "busheng-node authority issue --demo-authority DIR --request FILE --out FILE [--days N]",
     issue},
    {"authority issue-encryption",
     "busheng-node authority issue-encryption --demo-authority DIR --certificate FILE --out FILE --key FILE [--days N]",
     issueEncryption},
    {"authority renew", "busheng-node authority renew --demo-authority DIR --data DIR [--days N]", renew},
    {"trust", "busheng-node trust --data DIR --lists DIR", trust},
};

} // namespace

std::span<const NodeCommand> authorityCommands()
{
    return kCommands;
}

} // namespace busheng
