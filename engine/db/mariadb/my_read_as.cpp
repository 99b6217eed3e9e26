// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_read_as.h"

#include "engine/db/mariadb/my_quoting.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/db/values/read_as_places.h"

#include <algorithm>

namespace busheng {
namespace {

bool hasOneByteTexts(const MyType& type)
{
    static const QStringList kOthers{QStringLiteral("utf8mb4"), QStringLiteral("utf8mb3"), QStringLiteral("utf8"),
                                     QStringLiteral("gbk"),     QStringLiteral("gb2312"),  QStringLiteral("big5"),
                                     QStringLiteral("sjis"),    QStringLiteral("cp932"),   QStringLiteral("euckr"),
                                     QStringLiteral("ujis"),    QStringLiteral("eucjpms"), QStringLiteral("ucs2"),
                                     QStringLiteral("utf16"),   QStringLiteral("utf16le"), QStringLiteral("utf32")};
    return type.kind == MyKind::Text && !kOthers.contains(type.characterSet);
}

} // namespace

Result<> declareMyReadAs(DatasetSchema& schema, const QStringList& readAs, const QString& database)
{
    if (readAs.isEmpty())
        return {};
    const auto isMeant = [](const ColumnSchema& column) {
        const auto type = MyType::parse(column.declaredType);
        return type && hasOneByteTexts(*type);
    };
    ENGINE_TRY_AS(const ReadAsPlaces places,
                  ReadAsPlaces::of(readAs, schema,
                                   {[&database](const QString& table) { return myQualified(table, database); }, isMeant,
                                    QStringLiteral("a text column of one byte a character (latin1)")}));
    for (TableSchema& table : schema.tables) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            ColumnSchema& column = table.columns[i];
            const QString encoding = places.encodingOf(table.name, column.name);
            if (encoding.isEmpty() || !isMeant(column))
                continue;
            const bool isKey = std::ranges::find(table.keyColumns, i) != table.keyColumns.end();
            column.declaredType += QStringLiteral(" read as ") + (isKey ? QStringLiteral("ascii") : encoding);
        }
    }
    return {};
}

} // namespace busheng
