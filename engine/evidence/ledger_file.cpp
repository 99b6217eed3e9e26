// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evidence/ledger_file.h"

#include "engine/api/json.h"
#include "engine/evidence/ledger_chain.h"
#include "engine/model/events.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <optional>
#include <set>

namespace busheng {
namespace {

constexpr std::size_t kFindingsKept = 1000;
constexpr std::size_t kMissingKept = 100'000;
constexpr qint64 kLongestLine = 1 << 20;
constexpr int kVersion = 1;

std::optional<QJsonObject> objectOf(const QByteArray& line)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return std::nullopt;
    return document.object();
}

Result<LedgerFileHead> headOf(const QString& path, const QByteArray& line)
{
    const auto json = objectOf(line);
    if (!json || json->value(QLatin1String("busheng")).toString() != u"ledger" ||
        json->value(QLatin1String("version")).toInt() != kVersion)
        return fail(makeEvent(ErrorCode::Corrupt, events::CFG_UNREADABLE,
                              {path, QStringLiteral("it is no exported ledger of a version that this program knows")},
                              QStringLiteral("%1 is no exported ledger").arg(path)));
    LedgerFileHead head;
    head.node = json->value(QLatin1String("node")).toString();
    head.exportedUtcMs = json->value(QLatin1String("exportedUtcMs")).toInteger();
    head.firstId = json->value(QLatin1String("firstId")).toInteger();
    head.chainBefore = json->value(QLatin1String("chainBefore")).toString();
    for (const QJsonValue key : json->value(QLatin1String("keys")).toArray())
        head.keys.push_back(evidenceKeyFromJson(key.toObject()));
    return head;
}

/// Goes through the lines in the order of the file.
class Checker {
public:
    explicit Checker(LedgerCheck& check) : m_check(check), m_due(check.head.firstId), m_chain(check.head.chainBefore) {}

    void line(const LedgerEntry& entry)
    {
        ++m_check.lines;
        if (entry.id < m_due) {
            // Named when it was due as missing: now it is known to be elsewhere.
            if (m_missing.erase(entry.id) > 0)
                forgetMissing(entry.id);
            return note("moved", entry.id);
        }
        const bool follows = entry.id == m_due;
        for (; m_due < entry.id; ++m_due) {
            if (m_missing.size() == kMissingKept) {
                m_due = entry.id;
                break;
            }
            m_missing.insert(m_due);
            note("missing", m_due);
        }
        checkChain(entry, follows);
        if (!entry.signature.isEmpty() || !entry.signer.isEmpty() || entry.kind == u"seal" ||
            entry.kind == u"manifest" || entry.kind == u"receipt")
            checkSignature(entry, follows);
        m_chain = entry.chain;
        m_due = entry.id + 1;
    }

    void note(const char* what, qint64 id)
    {
        ++m_check.findingCount;
        if (m_check.findings.size() < kFindingsKept)
            m_check.findings.push_back({QLatin1String(what), id});
    }

private:
    void checkChain(const LedgerEntry& entry, bool follows)
    {
        if (entry.chain.isEmpty() && m_chain.isEmpty() && entry.signature.isEmpty()) {
            ++m_check.unchained;
            return;
        }
        // Behind a gap the chain before is not known: the line is checked by the one that follows it.
        if (follows && entry.chain != ledgerChain(m_chain, entry))
            note("changed", entry.id);
    }

    void checkSignature(const LedgerEntry& entry, bool follows)
    {
        const auto key = std::ranges::find(m_check.head.keys, entry.signer, &EvidenceKey::fingerprint);
        if (key == m_check.head.keys.end())
            return note("unsigned", entry.id);
        if (!checkLedgerEntry(entry, *key))
            return note("signature", entry.id);
        ++m_check.signatures;
        if (entry.kind != u"seal")
            return;
        if (follows && entry.digest != m_chain)
            return note("seal", entry.id);
        if (key->node != m_check.head.node)
            return note("signature", entry.id); // somebody else's seal says nothing
        m_check.sealedUpTo = entry.id - 1;
        m_check.sealedUtcMs = entry.utcMs;
        m_check.sealer = entry.signer;
    }

    void forgetMissing(qint64 id)
    {
        const auto found = std::ranges::find_if(m_check.findings, [id](const LedgerCheck::Finding& finding) {
            return finding.id == id && finding.what == u"missing";
        });
        if (found == m_check.findings.end())
            return;
        m_check.findings.erase(found);
        --m_check.findingCount;
    }

    LedgerCheck& m_check;
    qint64 m_due;
    QString m_chain;
    std::set<qint64> m_missing;
};

} // namespace

Result<LedgerFileWriter> LedgerFileWriter::begin(QIODevice& out, const LedgerFileHead& head)
{
    QJsonArray keys;
    for (const EvidenceKey& key : head.keys)
        keys.append(toJson(key));
    LedgerFileWriter writer(out);
    ENGINE_TRY(writer.write({{QLatin1String("busheng"), QStringLiteral("ledger")},
                             {QLatin1String("version"), kVersion},
                             {QLatin1String("node"), head.node},
                             {QLatin1String("exportedUtcMs"), head.exportedUtcMs},
                             {QLatin1String("firstId"), head.firstId},
                             {QLatin1String("chainBefore"), head.chainBefore},
                             {QLatin1String("keys"), keys}}));
    return writer;
}

Result<> LedgerFileWriter::add(const LedgerEntry& entry)
{
    ++m_lines;
    return write(toJson(entry));
}

Result<> LedgerFileWriter::end()
{
    return write({{QLatin1String("end"), static_cast<qint64>(m_lines)}});
}

Result<> LedgerFileWriter::write(const QJsonObject& line)
{
    const QByteArray text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    if (m_out.write(text) != text.size())
        return fail(ErrorCode::Storage, QStringLiteral("writing the ledger: %1").arg(m_out.errorString()));
    return {};
}

Result<LedgerCheck> checkLedgerFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(
            makeEvent(ErrorCode::Config, events::CFG_UNREADABLE, {path, file.errorString()}, file.errorString()));
    LedgerCheck check;
    ENGINE_TRY_AS(check.head, headOf(path, file.readLine(kLongestLine)));
    Checker checker(check);
    bool ended = false;
    qint64 number = 1;
    while (!file.atEnd()) {
        const QByteArray text = file.readLine(kLongestLine);
        ++number;
        const auto json = text.endsWith('\n') ? objectOf(text) : std::nullopt;
        if (!json || ended) {
            checker.note("unreadable", number);
            continue;
        }
        if (json->contains(QLatin1String("end")))
            ended = json->value(QLatin1String("end")).toInteger() == static_cast<qint64>(check.lines);
        else
            checker.line(ledgerRowFromJson(*json));
    }
    if (!ended)
        checker.note("end", number);
    return check;
}

} // namespace busheng
