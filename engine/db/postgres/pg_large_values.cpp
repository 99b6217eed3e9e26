// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/db/postgres/pg_large_values.h"

#include "engine/db/postgres/pg_copy_rows.h"

namespace busheng {
namespace {

constexpr int kPieceBytes = 512 * 1024;

/// The column as bytes.
QString bytesOf(const LargeColumn& column)
{
    const QString name = QStringLiteral("t.") + pgQuoted(column.name);
    return column.isText ? QStringLiteral("convert_to(%1, 'UTF8')").arg(name) : name;
}

} // namespace

Result<std::vector<LargeValue>> describePgValues(PgConnection& connection, const QString& table,
                                                 const std::vector<LargeColumn>& columns, const QString& rest)
{
    QStringList terms;
    for (const LargeColumn& column : columns) {
        const QString bytes = bytesOf(column);
        terms.append(QStringLiteral("octet_length(%1), encode(sha256(%1), 'hex')").arg(bytes));
    }
    ENGINE_TRY_AS(
        const PgResult found,
        connection.query(QStringLiteral("SELECT %1 FROM %2 AS t%3").arg(terms.join(u','), pgQuotedTable(table), rest)));
    std::vector<LargeValue> values;
    for (int row = 0; row < found.rows(); ++row) {
        for (int i = 0; i < found.columns(); i += 2) {
            LargeValue& value = values.emplace_back();
            if (found.isNull(row, i))
                continue;
            value.bytes = static_cast<std::uint64_t>(found.integer(row, i));
            value.digest = Bytes(view(QByteArray::fromHex(found.text(row, i + 1).toLatin1())));
        }
    }
    return values;
}

/// Cut out of the table, each piece would cost the server the whole of a compressed value; so that is unpacked once, in
/// a row that stays. One that is not compressed is better cut where it lies.
Result<> readPgValue(PgConnection& connection, const QString& table, const LargeColumn& column, const QString& rest,
                     const TableSnapshot::PieceSink& sink)
{
    const QString name = QStringLiteral("t.") + pgQuoted(column.name);
    ENGINE_TRY_AS(const QString compression,
                  connection.queryText(QStringLiteral("SELECT coalesce(pg_column_compression(%1), '') FROM %2 AS t%3")
                                           .arg(name, pgQuotedTable(table), rest)));
    const bool isCutWhereItLies = compression.isEmpty() && !column.isText;
    const QString whole = isCutWhereItLies || column.isText
                              ? bytesOf(column)
                              : QString(bytesOf(column) + QStringLiteral(" || ''::bytea"));
    const QString select =
        QStringLiteral("WITH v AS MATERIALIZED (SELECT %1 AS c FROM %2 AS t%3) SELECT substr(c, i, %4) FROM v, "
                       "LATERAL generate_series(1, octet_length(c), %4) AS i")
            .arg(whole, pgQuotedTable(table), rest, QString::number(kPieceBytes));
    ENGINE_TRY_AS(const auto rows, PgCopyRows::start(connection, select, 1));
    while (true) {
        ENGINE_TRY_AS(const bool more, rows->next());
        if (!more)
            return {};
        RowReader row(rows->row());
        const Cell piece = row.next();
        ENGINE_TRY(sink(piece.bytes));
    }
}

} // namespace busheng
