// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/dataset/dataset_export.h"

#include "engine/crypto/sm3.h"
#include "engine/files/archive/archive_writer.h"
#include "engine/model/events.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace busheng {
namespace {

constexpr std::size_t kBufferBytes = 1U << 20;
constexpr quint64 kMostLarge = 90'000; ///< ArchiveRules::mostEntries, and some to spare
constexpr qsizetype kMostNamed = 24;   ///< characters of a key or column in a file's name
const QString kLarge = QStringLiteral("large");

Failure refuseExport(const DatasetOrder& order, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::EXP_FAILED, {order.task, order.source, why},
                          QStringLiteral("exporting for '%1': %2").arg(order.task, why)));
}

/// The database's own words, in the event that people read.
Error explained(const DatasetOrder& order, Error error)
{
    if (!error.event.isEmpty() || error.code == ErrorCode::Cancelled)
        return error;
    error.event = events::EXP_FAILED;
    error.args = {order.task, order.source, error.native.isEmpty() ? error.detail : error.native};
    return error;
}

/// Of a key or a column's name: what any file system takes.
QString namePart(const QString& text)
{
    QString part;
    for (const QChar character : text.left(kMostNamed))
        part += character.isLetterOrNumber() || character == u'-' ? character : QChar(u'_');
    return part;
}

class Writer final : public RowReceiver {
public:
    Writer(FileSystem& fileSystem, const DatasetOrder& order, const std::function<Result<>()>& mayGoOn)
        : m_fileSystem(fileSystem), m_order(order), m_mayGoOn(mayGoOn), m_text(order.format, order.noFormulas),
          m_name(order.format == RowFormat::Csv ? QStringLiteral("data.csv") : QStringLiteral("data.jsonl"))
    {
    }

    Result<> begin(const std::vector<RowColumn>& columns, const QString& position) override
    {
        m_columns = columns;
        m_position = position;
        m_files.assign(columns.size(), Bytes());
        ENGINE_TRY_AS(m_file, m_fileSystem.open(path(m_name), FileSystem::OpenMode::ReadWrite));
        if (auto begun = m_text.begin(columns, m_buffer); !begun)
            return refuseExport(m_order, begun.error().detail);
        return {};
    }

    Result<> row(std::span<const RowValue> values) override
    {
        ENGINE_TRY(m_mayGoOn());
        ++m_rows;
        for (std::size_t i = 0; i < values.size(); ++i) {
            m_files[i].clear();
            if (values[i].kind == RowValue::Kind::Text && !isUtf8(values[i].bytes))
                return refuseExport(
                    m_order,
                    QStringLiteral("the text in column %1 of row %2 is no UTF-8").arg(m_columns[i].name).arg(m_rows));
            if (isLarge(values[i]))
                ENGINE_TRY(putAside(values, i));
        }
        m_text.row(values, m_files, m_buffer);
        return m_buffer.size() < kBufferBytes ? Result<>() : flush();
    }

    void close() { m_file.reset(); } ///< Windows removes no file that is open

    /// What the archive says of its rows.
    Result<> finish()
    {
        ENGINE_TRY(flush());
        ENGINE_TRY(m_file->sync());
        QJsonArray columns;
        for (const RowColumn& column : m_columns)
            columns.append(QJsonObject{{QStringLiteral("name"), column.name}, {QStringLiteral("type"), column.type}});
        QJsonObject said{{QStringLiteral("format"), QStringLiteral("busheng dataset 1")},
                         {QStringLiteral("data"), m_name},
                         {QStringLiteral("encoding"), QStringLiteral("UTF-8")},
                         {QStringLiteral("binary"), QStringLiteral("hex")},
                         {QStringLiteral("source"), m_order.source},
                         {QStringLiteral("takenUtc"),
                          QDateTime::fromMSecsSinceEpoch(m_order.nowUtcMs, Qt::UTC).toString(Qt::ISODateWithMs)},
                         {QStringLiteral("rows"), static_cast<qint64>(m_rows)},
                         {QStringLiteral("largeValues"), static_cast<qint64>(m_large)},
                         {QStringLiteral("columns"), columns},
                         {QStringLiteral("sm3"), toHex(view(m_digest.finish()))}};
        if (m_order.rows.table.isEmpty())
            said.insert(QStringLiteral("query"), m_order.rows.query);
        else
            said.insert(QStringLiteral("table"), m_order.rows.table);
        if (!m_position.isEmpty())
            said.insert(QStringLiteral("position"), m_position);
        if (m_order.format == RowFormat::Csv)
            said.insert(QStringLiteral("formulas"),
                        m_order.noFormulas ? QStringLiteral("apostrophe") : QStringLiteral("kept"));
        ENGINE_TRY_AS(const auto file,
                      m_fileSystem.open(path(QLatin1String(kDatasetName)), FileSystem::OpenMode::ReadWrite));
        return file->append(view(QJsonDocument(said).toJson()));
    }

    DatasetSummary summary() const { return {m_rows, m_large}; }

private:
    static bool isUtf8(BytesView text)
    {
        return QUtf8StringView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
    }

    bool isLarge(const RowValue& value) const
    {
        const bool mayBe = value.kind == RowValue::Kind::Text || value.kind == RowValue::Kind::Binary;
        return mayBe && m_order.largeBytes > 0 && value.bytes.size() > static_cast<std::size_t>(m_order.largeBytes);
    }

    QString path(const QString& name) const { return m_order.workDirectory + u'/' + name; }

    /// A value as a file: row, first column's value (the key of most tables), column.
    Result<> putAside(std::span<const RowValue> values, std::size_t column)
    {
        if (++m_large > kMostLarge)
            return refuseExport(m_order,
                                QStringLiteral("more than %1 values are larger than the limit").arg(kMostLarge));
        if (m_large == 1)
            ENGINE_TRY(m_fileSystem.makeDirectories(path(kLarge)));
        const BytesView first = column == 0 || values[0].kind == RowValue::Kind::Binary ? BytesView() : values[0].bytes;
        const QString key = QString::fromUtf8(
            first.data(), static_cast<qsizetype>(std::min<std::size_t>(first.size(), 4 * kMostNamed)));
        const QString name =
            QStringLiteral("%1/%2-%3-%4.%5")
                .arg(kLarge)
                .arg(m_rows, 12, 10, QLatin1Char('0'))
                .arg(namePart(key), namePart(m_columns[column].name),
                     values[column].kind == RowValue::Kind::Binary ? QStringLiteral("bin") : QStringLiteral("txt"));
        ENGINE_TRY_AS(const auto file, m_fileSystem.open(path(name), FileSystem::OpenMode::ReadWrite));
        ENGINE_TRY(file->append(values[column].bytes));
        m_files[column] = name.toUtf8().toStdString();
        return {};
    }

    Result<> flush()
    {
        m_digest.update(m_buffer);
        ENGINE_TRY(m_file->append(m_buffer));
        m_buffer.clear();
        return {};
    }

    FileSystem& m_fileSystem;
    const DatasetOrder& m_order;
    const std::function<Result<>()>& m_mayGoOn;
    RowText m_text;
    const QString m_name;
    std::unique_ptr<File> m_file;
    std::vector<RowColumn> m_columns;
    std::vector<Bytes> m_files; ///< of the row at hand
    QString m_position;
    Bytes m_buffer;
    Sm3 m_digest;
    quint64 m_rows = 0;
    quint64 m_large = 0;
};

Result<> empty(const QString& directory)
{
    if (QDir(directory).removeRecursively())
        return {};
    const QString why = QStringLiteral("it cannot be removed");
    return fail(
        makeEvent(ErrorCode::Storage, events::DSK_ERROR, {directory, why}, directory + QStringLiteral(": ") + why));
}

} // namespace

Result<DatasetSummary> exportDataset(FileSystem& fileSystem, const DatasetOrder& order, const ReadRows& read,
                                     const std::function<Result<>()>& mayGoOn)
{
    ENGINE_TRY(empty(order.workDirectory));
    ENGINE_TRY(fileSystem.makeDirectories(order.workDirectory));
    Writer writer(fileSystem, order, mayGoOn);
    auto made = read(order.rows, writer);
    if (made && writer.summary().rows > 0) {
        made = writer.finish();
        if (made) {
            if (auto packed = packDirectory(order.workDirectory, order.archive); !packed)
                made = fail(std::move(packed).error());
        }
    }
    writer.close();
    ENGINE_TRY(empty(order.workDirectory));
    if (!made)
        return fail(explained(order, std::move(made).error()));
    return writer.summary();
}

} // namespace busheng
