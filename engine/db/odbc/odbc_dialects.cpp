// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/odbc/odbc_dialects.h"

#include "engine/model/events.h"

#include <QDir>
#include <QFile>

#include <map>
#include <mutex>

// A static library's resource is linked only when it is named.
static void initOdbcDialects()
{
    Q_INIT_RESOURCE(engine_db_odbc_dialects);
}

namespace busheng {
namespace {

const QString kBuiltIn = QStringLiteral(":/busheng/dialects");
const QString kSuffix = QStringLiteral(".json");

struct Directory {
    std::mutex mutex;
    QString path;
};

Directory& ownDirectory()
{
    static Directory one;
    return one;
}

/// Files by their names without the suffix; an operator's own win.
std::map<QString, QString> files()
{
    static std::once_flag once;
    std::call_once(once, initOdbcDialects);
    QStringList folders{kBuiltIn};
    {
        const std::lock_guard lock(ownDirectory().mutex);
        if (!ownDirectory().path.isEmpty())
            folders.append(ownDirectory().path);
    }
    std::map<QString, QString> found;
    for (const QString& folder : folders) {
        for (const QString& file : QDir(folder).entryList({QStringLiteral("*.json")}, QDir::Files))
            found[file.chopped(kSuffix.size())] = folder + u'/' + file;
    }
    return found;
}

Result<OdbcDialect> readFile(const QString& name, const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, file.errorString()},
                              QStringLiteral("%1: %2").arg(path, file.errorString())));
    ENGINE_TRY_AS(OdbcDialect dialect, readOdbcDialect(file.readAll(), path));
    if (dialect.name != name)
        return fail(makeEvent(
            ErrorCode::Config, events::CFG_BAD_VALUE,
            {path, QStringLiteral("name"), dialect.name, QStringLiteral("the name of its file, %1").arg(name)},
            QStringLiteral("%1 names itself %2").arg(path, dialect.name)));
    return dialect;
}

} // namespace

void setOdbcDialectDirectory(const QString& directory)
{
    const std::lock_guard lock(ownDirectory().mutex);
    ownDirectory().path = directory;
}

std::vector<OdbcDialectFile> odbcDialectFiles()
{
    std::vector<OdbcDialectFile> found;
    for (const auto& [name, path] : files()) {
        const auto dialect = readFile(name, path);
        found.push_back(dialect ? OdbcDialectFile{name, dialect->title, dialect->tried, {}}
                                : OdbcDialectFile{name, {}, {}, dialect.error()});
    }
    return found;
}

Result<std::shared_ptr<const OdbcDialect>> odbcDialect(const QString& name)
{
    const auto all = files();
    const auto found = all.find(name);
    if (found == all.end()) {
        QStringList names;
        for (const auto& [known, path] : all)
            names.append(known);
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                      {QStringLiteral("database"), QStringLiteral("Dialect"), name, names.join(QStringLiteral(", "))},
                      QStringLiteral("no dialect %1").arg(name)));
    }
    ENGINE_TRY_AS(OdbcDialect dialect, readFile(name, found->second));
    return std::make_shared<const OdbcDialect>(std::move(dialect));
}

} // namespace busheng
