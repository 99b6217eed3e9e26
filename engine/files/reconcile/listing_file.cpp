// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/reconcile/listing_file.h"

#include <QIODevice>
#include <QJsonDocument>
#include <QJsonObject>

namespace busheng {
namespace {

constexpr std::size_t kPageRows = 1000;
constexpr qint64 kMostLineBytes = 64 * 1024;

const QString kDirectory = QStringLiteral("directory");
const QString kName = QStringLiteral("name");
const QString kBytes = QStringLiteral("bytes");
const QString kSm3 = QStringLiteral("sm3");
const QString kState = QStringLiteral("state");
const QString kFirst = QStringLiteral("first");
const QString kLast = QStringLiteral("last");
const QString kAttempts = QStringLiteral("attempts");

QString text(const Bytes& bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::optional<FileListingRow> rowOf(const QByteArray& line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    FileListingRow row;
    row.directory = object.value(kDirectory).toString().toStdString();
    row.name = object.value(kName).toString().toStdString();
    row.bytes = object.value(kBytes).toInteger(-1);
    row.state = object.value(kState).toString();
    row.firstUtcMs = object.value(kFirst).toInteger(0);
    row.lastUtcMs = object.value(kLast).toInteger(0);
    row.attempts = object.value(kAttempts).toInt(0);
    const QByteArray hex = object.value(kSm3).toString().toLatin1();
    const QByteArray digest = QByteArray::fromHex(hex);
    if (row.name.empty() || row.bytes < 0 || row.state.isEmpty() ||
        digest.size() != static_cast<qsizetype>(row.digest.size()) || digest.toHex() != hex)
        return std::nullopt;
    std::copy(digest.begin(), digest.end(), row.digest.begin());
    return row;
}

} // namespace

QByteArray listingLine(const FileListingRow& row)
{
    return QJsonDocument(QJsonObject{{kDirectory, text(row.directory)},
                                     {kName, text(row.name)},
                                     {kBytes, row.bytes},
                                     {kSm3, toHex(view(row.digest))},
                                     {kState, row.state},
                                     {kFirst, row.firstUtcMs},
                                     {kLast, row.lastUtcMs},
                                     {kAttempts, row.attempts}})
               .toJson(QJsonDocument::Compact) +
           '\n';
}

Result<std::vector<FileListingRow>> ListingFile::nextPage()
{
    std::vector<FileListingRow> page;
    while (page.size() < kPageRows && !m_device.atEnd()) {
        const QByteArray line = m_device.readLine(kMostLineBytes);
        ++m_line;
        auto row = rowOf(line);
        if (!row)
            return fail(ErrorCode::Corrupt, QStringLiteral("line %1 is none of a listing").arg(m_line));
        page.push_back(std::move(*row));
    }
    return page;
}

} // namespace busheng
