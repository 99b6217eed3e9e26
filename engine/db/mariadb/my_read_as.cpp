// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/mariadb/my_read_as.h"

#include "engine/db/mariadb/my_quoting.h"
#include "engine/db/mariadb/my_type.h"
#include "engine/model/events.h"
#include "engine/text/text_decoder.h"

#include <algorithm>

namespace busheng {
namespace {

enum class Reach { All, Table, Column };

struct Entry {
    QString text;
    QString encoding;
    Reach reach = Reach::All;
    QString table;
    QString column;
};

Failure refused(const QString& entry, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                          {QStringLiteral("dataset"), QStringLiteral("readAs"), entry.left(80), expected},
                          QStringLiteral("read as %1: must be %2").arg(entry.left(80), expected)));
}

bool hasOneByteTexts(const MyType& type)
{
    static const QStringList kOthers{QStringLiteral("utf8mb4"), QStringLiteral("utf8mb3"), QStringLiteral("utf8"),
                                     QStringLiteral("gbk"),     QStringLiteral("gb2312"),  QStringLiteral("big5"),
                                     QStringLiteral("sjis"),    QStringLiteral("cp932"),   QStringLiteral("euckr"),
                                     QStringLiteral("ujis"),    QStringLiteral("eucjpms"), QStringLiteral("ucs2"),
                                     QStringLiteral("utf16"),   QStringLiteral("utf16le"), QStringLiteral("utf32")};
    return type.kind == MyKind::Text && !kOthers.contains(type.characterSet);
}

Result<Entry> entryOf(const QString& text, const DatasetSchema& schema, const QString& database)
{
    Entry entry;
    entry.text = text;
    const QString place = text.section(u'=', 0, -2).trimmed();
    entry.encoding = TextDecoder::nameOf(text.section(u'=', -1).trimmed());
    if (entry.encoding.isEmpty() || place.isEmpty())
        return refused(text, QStringLiteral("TABLE.COLUMN=ENCODING with gb18030, big5 or utf8"));
    if (place == u"*")
        return entry;
    entry.table = myQualified(place, database);
    if (schema.table(entry.table) != nullptr) {
        entry.reach = Reach::Table;
        return entry;
    }
    entry.reach = Reach::Column;
    entry.table = myQualified(place.section(u'.', 0, -2), database);
    entry.column = place.section(u'.', -1);
    const TableSchema* const table = schema.table(entry.table);
    const auto column = table == nullptr ? decltype(table->columns.begin())()
                                         : std::ranges::find(table->columns, entry.column, &ColumnSchema::name);
    if (table == nullptr || column == table->columns.end())
        return refused(text, QStringLiteral("'*', a table of the dataset, or a column of one"));
    const auto type = MyType::parse(column->declaredType);
    if (!type || !hasOneByteTexts(*type))
        return refused(text, QStringLiteral("a text column of one byte a character (latin1)"));
    if (std::ranges::find(table->keyColumns, static_cast<std::uint32_t>(column - table->columns.begin())) !=
        table->keyColumns.end())
        return refused(text, QStringLiteral("no column of a key, which must be ASCII"));
    return entry;
}

const Entry* entryFor(const std::vector<Entry>& entries, const QString& table, const QString& column)
{
    const Entry* found = nullptr;
    for (const Entry& entry : entries) {
        const bool isMeant = entry.reach == Reach::All ||
                             (entry.table == table && (entry.reach == Reach::Table || entry.column == column));
        if (isMeant && (found == nullptr || entry.reach >= found->reach))
            found = &entry;
    }
    return found;
}

} // namespace

Result<> declareMyReadAs(DatasetSchema& schema, const QStringList& readAs, const QString& database)
{
    std::vector<Entry> entries;
    for (const QString& text : readAs) {
        ENGINE_TRY_AS(Entry entry, entryOf(text, schema, database));
        entries.push_back(std::move(entry));
    }
    for (TableSchema& table : schema.tables) {
        for (std::size_t i = 0; !entries.empty() && i < table.columns.size(); ++i) {
            ColumnSchema& column = table.columns[i];
            const Entry* const entry = entryFor(entries, table.name, column.name);
            const auto type = MyType::parse(column.declaredType);
            if (entry == nullptr || !type || !hasOneByteTexts(*type))
                continue;
            const bool isKey = std::ranges::find(table.keyColumns, i) != table.keyColumns.end();
            column.declaredType += QStringLiteral(" read as ") + (isKey ? QStringLiteral("ascii") : entry->encoding);
        }
    }
    return {};
}

} // namespace busheng
