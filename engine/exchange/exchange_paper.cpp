// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exchange/exchange_paper.h"

#include "engine/api/exchange_fields.h"
#include "engine/api/json_writer.h"
#include "engine/api/strict_json_reader.h"
#include "engine/base/byte_writer.h"
#include "engine/crypto/sm3.h"
#include "engine/model/events.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace busheng {
namespace {

constexpr BytesView kPurpose = "busheng exchange step v1";
constexpr QLatin1String kFormat{"busheng-exchange"};
constexpr qint64 kVersion = 1;

void put(ByteWriter& out, const QString& text)
{
    out.sized(view(text.toUtf8()));
}

Failure unreadable(const QString& where, const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::EXC_UNREADABLE, {where, why},
                          QStringLiteral("%1 is no signed step of an exchange: %2").arg(where, why)));
}

Failure badSignature(const ExchangeStep& step, const QString& why)
{
    return fail(makeEvent(ErrorCode::Auth, events::EXC_SIGNATURE, {step.agreement, step.from, why},
                          QStringLiteral("agreement %1, step of %2: %3").arg(step.agreement, step.from, why)));
}

QString base64(BytesView bytes)
{
    return QString::fromLatin1(toQByteArray(bytes).toBase64());
}

std::optional<Bytes> fromBase64(const QString& text)
{
    auto decoded = QByteArray::fromBase64Encoding(text.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.isEmpty())
        return std::nullopt;
    return Bytes(view(decoded.decoded));
}

} // namespace

Bytes signedText(const ExchangeStep& step)
{
    Bytes text;
    ByteWriter out(text);
    out.sized(kPurpose);
    for (const QString* part : {&step.agreement, &step.kind, &step.from, &step.to, &step.dataset})
        put(out, *part);
    out.varint(step.tables.size());
    for (const TableMapping& table : step.tables) {
        put(out, table.table);
        out.varint(static_cast<std::uint64_t>(table.columns.size()));
        for (const QString& column : table.columns)
            put(out, column);
        put(out, table.filter);
    }
    for (const QString* part : {&step.purpose, &step.legalBasis, &step.reason, &step.by, &step.previous})
        put(out, *part);
    out.fixed(static_cast<std::uint64_t>(step.validUntilUtcMs));
    out.fixed(static_cast<std::uint64_t>(step.utcMs));
    return text;
}

QString stepDigest(const ExchangeStep& step)
{
    return toHex(view(sm3(signedText(step))));
}

Result<ExchangePaper> signPaper(const ExchangeStep& step, const Sm2Identity& identity)
{
    ExchangePaper paper{step, identity.chain(), {}};
    ENGINE_TRY_AS(paper.signature, identity.sign(signedText(step)));
    return paper;
}

Result<> checkPaper(const ExchangePaper& paper, const Sm2Identity& identity, const RevocationLists& lists, qint64 utcMs,
                    qint64 graceMs)
{
    ENGINE_TRY_AS(const Sm2Peer signer, identity.judge(paper.certificates, {lists, utcMs, graceMs, paper.step.from}));
    if (signer.code != paper.step.from)
        return badSignature(paper.step, QStringLiteral("it was signed by node %1").arg(signer.code));
    if (!identity.verify(signer, signedText(paper.step), paper.signature))
        return badSignature(paper.step, QStringLiteral("it was changed after it was signed"));
    return {};
}

QByteArray writePaper(const ExchangePaper& paper)
{
    QJsonArray certificates;
    for (const Bytes& certificate : paper.certificates)
        certificates.append(base64(certificate));
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), kFormat},
                                     {QStringLiteral("version"), kVersion},
                                     {QStringLiteral("step"), JsonWriter::write(paper.step)},
                                     {QStringLiteral("certificates"), certificates},
                                     {QStringLiteral("signature"), base64(paper.signature)}})
        .toJson();
}

Result<ExchangePaper> readPaper(const QByteArray& text, const QString& where)
{
    if (text.size() > kLargestPaper)
        return unreadable(where, QStringLiteral("it is larger than 4 MiB"));
    QJsonParseError parsed;
    const QJsonObject root = QJsonDocument::fromJson(text, &parsed).object();
    if (parsed.error != QJsonParseError::NoError || root.isEmpty())
        return unreadable(where, QStringLiteral("it is not JSON"));
    StrictJsonReader reader(root, where);
    QString format;
    qint64 version = 0;
    QStringList certificates;
    QString signature;
    ExchangePaper paper;
    reader(QLatin1String("format"), format);
    reader(QLatin1String("version"), version);
    reader.object(QLatin1String("step"), Presence::Required, [&paper](StrictJsonReader& object) -> Result<> {
        ENGINE_TRY_AS(paper.step, readStrictly<ExchangeStep>(object));
        return {};
    });
    reader(QLatin1String("certificates"), certificates);
    reader(QLatin1String("signature"), signature);
    if (auto read = reader.finish(); !read)
        return unreadable(where, read.error().detail);
    if (format != kFormat || version != kVersion)
        return unreadable(where, QStringLiteral("it has another format, or was written by a later version"));
    const std::optional<Bytes> signedBy = fromBase64(signature);
    for (const QString& certificate : certificates) {
        const std::optional<Bytes> der = fromBase64(certificate);
        if (!der || paper.certificates.size() == Sm2Identity::kLongestChain)
            return unreadable(where, QStringLiteral("a certificate in it cannot be read"));
        paper.certificates.push_back(*der);
    }
    if (!signedBy || paper.certificates.empty())
        return unreadable(where, QStringLiteral("it is not signed"));
    const bool holdsMore = std::ranges::any_of(paper.step.tables, [](const TableMapping& table) {
        return !table.targetTable.isEmpty() || !table.renames.empty();
    });
    if (holdsMore)
        return unreadable(where, QStringLiteral("it holds more than was signed"));
    paper.signature = *signedBy;
    return paper;
}

} // namespace busheng
