// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/values/read_as_places.h"

#include "engine/model/events.h"
#include "engine/text/text_decoder.h"

#include <algorithm>

namespace busheng {
namespace {

Failure refused(const QString& entry, const QString& expected)
{
    return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_VALUE,
                          {QStringLiteral("dataset"), QStringLiteral("readAs"), entry.left(80), expected},
                          QStringLiteral("read as %1: must be %2").arg(entry.left(80), expected)));
}

} // namespace

Result<ReadAsPlaces> ReadAsPlaces::of(const QStringList& readAs, const DatasetSchema& schema, const Words& words)
{
    ReadAsPlaces places;
    for (const QString& text : readAs) {
        ENGINE_TRY_AS(Entry entry, entryOf(text, schema, words));
        places.m_entries.push_back(std::move(entry));
    }
    return places;
}

Result<ReadAsPlaces::Entry> ReadAsPlaces::entryOf(const QString& text, const DatasetSchema& schema, const Words& words)
{
    Entry entry;
    const QString place = text.section(u'=', 0, -2).trimmed();
    entry.encoding = TextDecoder::nameOf(text.section(u'=', -1).trimmed());
    if (entry.encoding.isEmpty() || place.isEmpty())
        return refused(text, QStringLiteral("TABLE.COLUMN=ENCODING with gb18030, big5 or utf8"));
    if (place == u"*")
        return entry;
    entry.table = words.qualified(place);
    if (schema.table(entry.table) != nullptr) {
        entry.reach = Reach::Table;
        return entry;
    }
    entry.reach = Reach::Column;
    entry.table = words.qualified(place.section(u'.', 0, -2));
    entry.column = place.section(u'.', -1);
    const TableSchema* const table = schema.table(entry.table);
    const auto column = table == nullptr ? decltype(table->columns.begin())()
                                         : std::ranges::find(table->columns, entry.column, &ColumnSchema::name);
    if (table == nullptr || column == table->columns.end())
        return refused(text, QStringLiteral("'*', a table of the dataset, or a column of one"));
    if (!words.canBeMeant(*column))
        return refused(text, words.expected);
    if (std::ranges::find(table->keyColumns, static_cast<std::uint32_t>(column - table->columns.begin())) !=
        table->keyColumns.end())
        return refused(text, QStringLiteral("no column of a key, which must be ASCII"));
    return entry;
}

QString ReadAsPlaces::encodingOf(const QString& table, const QString& column) const
{
    const Entry* found = nullptr;
    for (const Entry& entry : m_entries) {
        const bool isMeant = entry.reach == Reach::All ||
                             (entry.table == table && (entry.reach == Reach::Table || entry.column == column));
        if (isMeant && (found == nullptr || entry.reach >= found->reach))
            found = &entry;
    }
    return found == nullptr ? QString() : found->encoding;
}

bool ReadAsPlaces::areAll() const
{
    return std::ranges::any_of(m_entries, [](const Entry& entry) { return entry.reach == Reach::All; });
}

} // namespace busheng
