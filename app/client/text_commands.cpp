// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/text_commands.h"

#include "app/client/client_output.h"
#include "app/client/command_support.h"
#include "engine/files/text/encoding_detector.h"
#include "engine/files/text/text_converter.h"

#include <QFile>
#include <QSaveFile>

namespace busheng::cli {
namespace {

constexpr qint64 kBlockBytes = 1 << 20;

Failure diskError(const QFileDevice& file)
{
    return fail(
        makeEvent(ErrorCode::Storage, events::DSK_ERROR, {file.fileName(), file.errorString()}, file.errorString()));
}

/// As --encoding says, or by the file's beginning.
Result<TextEncoding> encodingOf(const ClientCall& call, QFile& file)
{
    const QString named = call.option(QStringLiteral("encoding"));
    if (!named.isEmpty()) {
        const auto encoding = textEncodingOf(named);
        if (!encoding)
            return usageError(QStringLiteral("--encoding is UTF-8, GB18030, GBK, UTF-16LE, UTF-16BE, Big5 or binary"));
        return *encoding;
    }
    const QByteArray head = file.peek(kDetectBytes);
    const auto encoding = detectEncoding(view(head), file.size() <= kDetectBytes);
    if (!encoding)
        return fail(makeEvent(ErrorCode::Config, events::TXT_UNKNOWN, {file.fileName()},
                              QStringLiteral("encoding of %1 unknown").arg(file.fileName())));
    return *encoding;
}

/// Reads the file once; `to` null: only to look.
Result<TextSummary> stream(const ClientCall& call, QFile& file, QSaveFile* to)
{
    if (!file.open(QIODevice::ReadOnly))
        return fail(makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {file.fileName(), file.errorString()},
                              file.errorString()));
    ENGINE_TRY_AS(const TextEncoding encoding, encodingOf(call, file));
    ENGINE_TRY_AS(const auto converter, TextConverter::create(encoding, file.fileName()));
    const auto write = [to](const Bytes& made) {
        return to == nullptr || to->write(made.data(), static_cast<qint64>(made.size())) >= 0;
    };
    Bytes made;
    while (!file.atEnd()) {
        const QByteArray block = file.read(kBlockBytes);
        if (block.isEmpty())
            return diskError(file);
        made.clear();
        ENGINE_TRY(converter->append(view(block), made));
        if (!write(made))
            return diskError(*to);
    }
    made.clear();
    ENGINE_TRY_AS(const TextSummary summary, converter->finish(made));
    if (!write(made))
        return diskError(*to);
    return summary;
}

Result<ExitCode> show(const ClientCall& call, const TextSummary& summary)
{
    const QString encoding = textEncodingName(summary.encoding);
    if (call.json) {
        printJson(QJsonObject{{QStringLiteral("encoding"), encoding},
                              {QStringLiteral("originalBytes"), summary.originalBytes},
                              {QStringLiteral("originalSm3"), toHex(view(summary.original))},
                              {QStringLiteral("convertedBytes"), summary.convertedBytes},
                              {QStringLiteral("convertedSm3"), toHex(view(summary.converted))}});
        return ExitOk;
    }
    print(ClientText::tr("encoding %1").arg(encoding));
    print(ClientText::tr("as it is: %1 bytes, SM3 %2").arg(summary.originalBytes).arg(toHex(view(summary.original))));
    print(ClientText::tr("as UTF-8: %1 bytes, SM3 %2").arg(summary.convertedBytes).arg(toHex(view(summary.converted))));
    return ExitOk;
}

} // namespace

Result<ExitCode> checkText(const ClientCall& call)
{
    QFile file(argument(call, 2));
    ENGINE_TRY_AS(const TextSummary summary, stream(call, file, nullptr));
    return show(call, summary);
}

Result<ExitCode> convertText(const ClientCall& call)
{
    QFile file(argument(call, 2));
    QSaveFile to(argument(call, 3));
    if (QFile::exists(to.fileName()))
        return usageError(QStringLiteral("%1 is there already").arg(to.fileName()));
    if (!to.open(QIODevice::WriteOnly))
        return diskError(to);
    ENGINE_TRY_AS(const TextSummary summary, stream(call, file, &to));
    if (!to.commit())
        return diskError(to);
    return show(call, summary);
}

} // namespace busheng::cli
