// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json_file.h"

#include "engine/model/events.h"

#include <QJsonDocument>

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kLargestFile = 16 << 20;
const QByteArray kByteOrderMark = QByteArrayLiteral("\xEF\xBB\xBF");

Error syntaxError(const QString& where, const QByteArray& bytes, qsizetype offset, const QString& why)
{
    const QByteArray before = bytes.left(std::clamp<qsizetype>(offset, 0, bytes.size()));
    const qsizetype line = before.count('\n') + 1;
    // In characters, as editors count them.
    const qsizetype column = QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size() + 1;
    const QString place = QStringLiteral("%1:%2").arg(line).arg(column);
    return makeEvent(ErrorCode::Config, events::CFG_SYNTAX, {where, place, why},
                     QStringLiteral("%1:%2: %3").arg(where, place, why));
}

/// Where the offending character is. For these errors Qt's parser has eaten it already.
qsizetype placeOf(const QJsonParseError& error, qsizetype size)
{
    const bool eaten = error.error == QJsonParseError::MissingNameSeparator ||
                       error.error == QJsonParseError::UnterminatedObject ||
                       error.error == QJsonParseError::UnterminatedArray;
    return eaten && error.offset < size ? error.offset - 1 : error.offset;
}

} // namespace

Result<QJsonObject> parseJsonObject(const QByteArray& bytes, const QString& where)
{
    const QByteArray text = bytes.startsWith(kByteOrderMark) ? bytes.mid(kByteOrderMark.size()) : bytes;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return fail(syntaxError(where, text, placeOf(error, text.size()), error.errorString()));
    if (!document.isObject())
        return fail(syntaxError(where, text, 0, QStringLiteral("not an object {...}")));
    return document.object();
}

Result<QJsonObject> readJsonFile(FileSystem& fileSystem, const QString& path)
{
    const Result<Bytes> bytes = readFile(fileSystem, path, kLargestFile);
    if (!bytes) {
        const Error& error = bytes.error();
        const QString why = error.native.isEmpty() ? error.detail : error.native;
        return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, why}, error.detail));
    }
    return parseJsonObject(toQByteArray(*bytes), path);
}

} // namespace busheng
