// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/text_survey.h"

#include "engine/api/json_writer.h"
#include "engine/api/lenient_json_reader.h"
#include "engine/api/text_fields.h"
#include "engine/db/values/common_type.h"
#include "engine/host/text_gauge.h"

#include <QJsonDocument>

#include <algorithm>

namespace busheng {

template <typename Visitor, Like<LackingTexts> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("repertoire"), value.repertoire);
    visit(QLatin1String("rows"), value.rows);
    visit(QLatin1String("samples"), value.samples);
}

template <typename Visitor, Like<SourceTextColumn> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("table"), value.table);
    visit(QLatin1String("column"), value.column);
    visit(QLatin1String("rows"), value.rows);
    visit(QLatin1String("longestCharacters"), value.longestCharacters);
    visit(QLatin1String("longestBytes"), value.longestBytes);
    visit(QLatin1String("longestKey"), value.longestKey);
    visit(QLatin1String("unreadable"), value.unreadable);
    visit(QLatin1String("unreadableSamples"), value.unreadableSamples);
    visit(QLatin1String("looksLike"), value.looksLike);
    visit(QLatin1String("lacking"), value.lacking);
}

template <typename Visitor, Like<SourceTexts> T>
void fields(Visitor& visit, T& value)
{
    visit(QLatin1String("structure"), value.structure);
    visit(QLatin1String("columns"), value.columns);
}

namespace {

constexpr qsizetype kKeyShown = 120;

/// A column of texts in the table at hand.
struct Measured {
    std::size_t index = 0;
    CommonType type;
    TextGauge gauge;
};

/// Reads one table.
class TableTexts {
public:
    TableTexts(const DatasetSchema& schema, const TableSchema& table)
        : m_schema(schema), m_table(table), m_values(engineValues(schema.engine))
    {
    }

    /// `said`: of PostgreSQL and SQLite; null: nothing.
    Result<> prepare(const std::vector<Repertoire>& repertoires, std::optional<ForeignBytes> foreign,
                     const ReadAs* said)
    {
        if (said != nullptr) {
            ENGINE_TRY_AS(m_read, said->table(m_table));
        }
        ENGINE_TRY_AS(m_utf8, TextDecoder::open(QStringLiteral("utf8")));
        for (std::size_t i = 0; m_values != nullptr && i < m_table.columns.size(); ++i) {
            const QString& declared = m_table.columns[i].declaredType;
            QString why;
            const auto type = m_values->parse(declared, why);
            if (!type || type->kind != CommonKind::Text)
                continue;
            std::optional<ForeignBytes> mayLie = foreign;
            if (declared.contains(QStringLiteral(" character set latin1")))
                mayLie = ForeignBytes::Latin;
            if (declared.contains(QStringLiteral(" read as ")) || (m_read && m_read->isRead(i)))
                mayLie.reset();
            ENGINE_TRY_AS(TextGauge gauge, TextGauge::make(repertoires, mayLie));
            m_columns.push_back({i, *type, std::move(gauge)});
        }
        return {};
    }

    bool hasTexts() const { return !m_columns.empty(); }

    bool take(BytesView row)
    {
        if (!decodeRow(row, m_cells) || m_cells.size() != m_table.columns.size())
            return false;
        const auto key = [this] { return keyText(); };
        for (Measured& column : m_columns) {
            const Cell& cell = m_cells[column.index];
            Cell common;
            if (cell.kind == CellKind::Null)
                continue;
            if (cell.kind == CellKind::Blob)
                column.gauge.bytes(cell.bytes, key);
            else if (m_values->toCommon(column.type, cell, m_scratch, common) == nullptr)
                takeText(column, common.bytes, key);
        }
        return true;
    }

    void addTo(std::vector<SourceTextColumn>& all) const
    {
        for (const Measured& measured : m_columns) {
            SourceTextColumn column = measured.gauge.result();
            column.table = m_table.name;
            column.column = m_table.columns[measured.index].name;
            all.push_back(std::move(column));
        }
    }

private:
    void takeText(Measured& column, BytesView text, const std::function<QString()>& key)
    {
        m_text.clear();
        const bool isText = m_read && m_read->isRead(column.index) ? m_read->text(column.index, text, m_text)
                                                                   : m_utf8->toUtf8(text, m_text);
        if (isText)
            column.gauge.text(m_text, key);
        else
            column.gauge.bytes(text, key);
    }

    QString keyText() const
    {
        QStringList texts;
        for (const std::uint32_t column : m_table.keyColumns)
            texts.append(valueToText(m_schema.engine, m_cells[column], m_table.columns[column]));
        return texts.join(QStringLiteral(", ")).left(kKeyShown);
    }

    const DatasetSchema& m_schema;
    const TableSchema& m_table;
    const EngineValues* m_values;
    std::vector<Measured> m_columns;
    std::optional<ReadAsTable> m_read;
    std::unique_ptr<TextDecoder> m_utf8;
    std::vector<Cell> m_cells;
    Bytes m_scratch;
    Bytes m_text;
};

} // namespace

Result<SourceTexts> readSourceTexts(const CaptureJob& job, qint64 rows, const std::stop_token& stop)
{
    ENGINE_TRY_AS(DatasetSchema schema, readSourceSchema(job.source, job.dataset.tables, stop));
    ENGINE_TRY(declareReadAs(job.source, job.dataset.readAs, schema));
    ENGINE_TRY_AS(const std::optional<ForeignBytes> foreign, foreignBytes(job.source, stop));
    std::shared_ptr<const ReadAs> said;
    if (foreign && !job.dataset.readAs.isEmpty()) {
        ENGINE_TRY_AS(said, readAsOf(job.source, job.dataset.readAs, schema, stop));
    }
    ENGINE_TRY_AS(const auto snapshot, openSourceSnapshot(job.source, stop));
    std::vector<Repertoire> repertoires;
    for (const QString& name : Repertoire::names())
        repertoires.emplace_back(name);
    SourceTexts texts;
    texts.structure = toHex(encodeSchema(schema));
    for (const TableSchema& table : schema.tables) {
        TableTexts read(schema, table);
        ENGINE_TRY(read.prepare(repertoires, foreign, said.get()));
        if (!read.hasTexts())
            continue;
        bool isWhole = true;
        ENGINE_TRY(snapshot->scan(table, {}, static_cast<std::uint64_t>(rows), [&](BytesView row) {
            isWhole = read.take(row);
            return isWhole && !stop.stop_requested();
        }));
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, QStringLiteral("stopping"));
        if (!isWhole)
            return fail(ErrorCode::Internal, QStringLiteral("a row of %1 is malformed").arg(table.name));
        read.addTo(texts.columns);
    }
    return texts;
}

Bytes encodeSourceTexts(const SourceTexts& texts)
{
    return Bytes(view(QJsonDocument(JsonWriter::write(texts)).toJson(QJsonDocument::Compact)));
}

Result<SourceTexts> decodeSourceTexts(BytesView bytes)
{
    const QJsonDocument document = QJsonDocument::fromJson(toQByteArray(bytes));
    if (!document.isObject())
        return fail(ErrorCode::Protocol, QStringLiteral("what a peer says of its texts is no JSON"));
    return LenientReader::read<SourceTexts>(document.object());
}

} // namespace busheng
