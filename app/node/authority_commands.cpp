// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/authority_commands.h"

#include "app/node/demo_authority.h"
#include "engine/base/file_system.h"
#include "engine/model/events.h"
#include "engine/net/revocation_lists.h"

#include <QDir>

namespace busheng {
namespace {

using Option = std::function<QString(const QString&)>;

constexpr qint64 kLargestList = 16 << 20;

Failure wrongUsage(const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_USAGE, {why}, why));
}

Result<QString> folder(const Option& option, const QString& name)
{
    const QString value = option(name);
    if (value.isEmpty())
        return wrongUsage(QStringLiteral("--%1 DIR is missing").arg(name));
    return QDir(value).absolutePath();
}

Result<int> days(const Option& option, int otherwise)
{
    constexpr int kMost = 3650;
    const QString text = option(QStringLiteral("days"));
    bool ok = true;
    const int value = text.isEmpty() ? otherwise : text.toInt(&ok);
    if (!ok || value < 1 || value > kMost)
        return wrongUsage(QStringLiteral("--days must be a whole number from 1 to %1").arg(kMost));
    return value;
}

Result<> revoke(const Option& option)
{
    ENGINE_TRY_AS(const QString path, folder(option, QStringLiteral("demo-authority")));
    ENGINE_TRY_AS(DemoAuthority authority, DemoAuthority::open(path));
    return authority.revoke(option(QStringLiteral("code")));
}

Result<> writeLists(const Option& option)
{
    ENGINE_TRY_AS(const QString path, folder(option, QStringLiteral("demo-authority")));
    ENGINE_TRY_AS(const int valid, days(option, DemoAuthority::kListDays));
    ENGINE_TRY_AS(DemoAuthority authority, DemoAuthority::open(path));
    return authority.writeLists(valid);
}

Result<> renew(const Option& option)
{
    ENGINE_TRY_AS(const QString path, folder(option, QStringLiteral("demo-authority")));
    ENGINE_TRY_AS(const QString data, folder(option, QStringLiteral("data")));
    ENGINE_TRY_AS(const int valid, days(option, DemoAuthority::kNodeDays));
    ENGINE_TRY_AS(const NodeConfig config, readNodeConfig(data));
    ENGINE_TRY_AS(DemoAuthority authority, DemoAuthority::open(path));
    return authority.equip(data, config, valid);
}

/// A certificate for a node that has made its key itself.
Result<> issue(const Option& option)
{
    ENGINE_TRY_AS(const QString path, folder(option, QStringLiteral("demo-authority")));
    ENGINE_TRY_AS(const int valid, days(option, DemoAuthority::kNodeDays));
    const QString request = option(QStringLiteral("request"));
    const QString out = option(QStringLiteral("out"));
    if (request.isEmpty() || out.isEmpty())
        return wrongUsage(QStringLiteral("--request FILE and --out FILE are both needed"));
    ENGINE_TRY_AS(DemoAuthority authority, DemoAuthority::open(path));
    return authority.issueFor(QDir().absoluteFilePath(request), QDir().absoluteFilePath(out), valid);
}

/// Judges the lists before they are put where a running node would find them.
Result<> trust(const Option& option)
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

struct AuthorityCommand {
    const char* words;
    const char* usage;
    Result<> (*run)(const Option&);
};

constexpr AuthorityCommand kCommands[] = {
    {"authority revoke", "busheng-node authority revoke --demo-authority DIR --code CODE", revoke},
    {"authority lists", "busheng-node authority lists --demo-authority DIR [--days N]", writeLists},
    {"authority issue", "busheng-node authority issue --demo-authority DIR --request FILE --out FILE [--days N]",
     issue},
    {"authority renew", "busheng-node authority renew --demo-authority DIR --data DIR [--days N]", renew},
    {"trust", "busheng-node trust --data DIR --lists DIR", trust},
};

} // namespace

std::optional<Result<>> runAuthorityCommand(const QStringList& words, const Option& option)
{
    for (const AuthorityCommand& command : kCommands) {
        if (words.join(u' ') == QLatin1String(command.words))
            return command.run(option);
    }
    return std::nullopt;
}

QStringList authorityUsage()
{
    QStringList lines;
    for (const AuthorityCommand& command : kCommands)
        lines.append(QString::fromLatin1(command.usage));
    return lines;
}

} // namespace busheng
