// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/verification_progress.h"

#include <QCborArray>
#include <QCborParserError>
#include <QCborValue>

namespace busheng {
namespace {

bool isTable(const QCborValue& value)
{
    return value.isInteger() && value.toInteger() >= 0 && value.toInteger() <= 0xffffffffLL;
}

} // namespace

QByteArray VerificationProgress::resumeBlob() const
{
    QCborArray rows;
    for (const RowKey& row : different) {
        rows.append(static_cast<qint64>(row.tableId));
        rows.append(toQByteArray(row.key));
    }
    return QCborArray{static_cast<qint64>(nextTable), toQByteArray(nextKey), rows}.toCborValue().toCbor();
}

Result<> VerificationProgress::readResumeBlob(const QByteArray& blob)
{
    QCborParserError error;
    const QCborArray parts = QCborValue::fromCbor(blob, &error).toArray();
    const QCborArray rows = parts.at(2).toArray();
    bool isWhole = error.error == QCborError::NoError && parts.size() == 3 && isTable(parts.at(0)) &&
                   parts.at(1).isByteArray() && parts.at(2).isArray() && rows.size() % 2 == 0;
    different.clear();
    for (qsizetype i = 0; isWhole && i < rows.size(); i += 2) {
        isWhole = isTable(rows.at(i)) && rows.at(i + 1).isByteArray();
        different.push_back(
            {static_cast<std::uint32_t>(rows.at(i).toInteger()), Bytes(view(rows.at(i + 1).toByteArray()))});
    }
    if (!isWhole)
        return fail(ErrorCode::Corrupt,
                    QStringLiteral("what the journal says of verification %1 is not whole").arg(shown.id));
    nextTable = static_cast<std::uint32_t>(parts.at(0).toInteger());
    nextKey = Bytes(view(parts.at(1).toByteArray()));
    return {};
}

} // namespace busheng
