// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/secret_changes.h"

#include "engine/api/backup_passphrase.h"
#include "engine/api/backup_values.h"
#include "engine/crypto/wipe.h"
#include "engine/governance/password.h"
#include "engine/model/events.h"

#include <QJsonDocument>

namespace busheng::secret_changes {
namespace {

constexpr std::size_t kTicketBytes = 16;
constexpr qsizetype kFingerprintDigits = 8;
constexpr int kMostWaiting = 1000;
const QLatin1String kName("name");
const QLatin1String kTicket("ticket");
const QLatin1String kFingerprint("fingerprint");

/// By which the fingerprints of one database's passwords can be compared.
PasswordRecord saltOf(const QString& name, quint32 iterations)
{
    PasswordRecord record;
    record.iterations = iterations;
    record.salt = QByteArray::fromHex(textDigest(QStringLiteral("secret ") + name).toLatin1()).left(16);
    return record;
}

} // namespace

bool isOne(const QString& method)
{
    return method == u"setSecret";
}

void hold(GuardState& state, const QJsonObject& params, std::function<void(Result<QJsonObject>)> done)
{
    const QString name = params.value(kName).toString();
    const QByteArray text = params.value(QLatin1String("secret")).toString().toUtf8();
    const auto secret = std::make_shared<const SecretBytes>(Bytes(view(text)));
    if (name.isEmpty() || secret->bytes.empty())
        return done(fail(makeEvent(ErrorCode::Config, events::CFG_MISSING_KEY,
                                   {QStringLiteral("setSecret"), name.isEmpty() ? kName : QLatin1String("secret")},
                                   QStringLiteral("a secret needs a name and a text"))));
    if (const Result<> isGood = name == kBackupSecret ? checkBackupPassphrase(QString::fromUtf8(text)) : Result<>();
        !isGood)
        return done(fail(isGood.error()));
    const PasswordRecord salt = saltOf(name, state.context.iterations);
    state.derive([salt, secret] { return passwordDigest(salt, secret->bytes); },
                 [&state, name, secret, done = std::move(done)](const Result<Bytes>& digest) {
                     done([&]() -> Result<QJsonObject> {
                         if (!digest)
                             return fail(digest.error());
                         Bytes random(kTicketBytes, '\0');
                         ENGINE_TRY(state.context.random.fill(random));
                         const QString ticket = toHex(random);
                         ENGINE_TRY(state.context.held.hold(ticket, secret->bytes));
                         return QJsonObject{
                             {kName, name}, {kTicket, ticket}, {kFingerprint, toHex(*digest).left(kFingerprintDigits)}};
                     }());
                 });
}

ChangeView look(const QJsonObject& params)
{
    const QJsonObject after{{kName, params.value(kName)}, {kFingerprint, params.value(kFingerprint)}};
    return {{}, jsonText(after), textDigest(params.value(kTicket).toString())};
}

Result<> apply(GuardState& state, const QJsonObject& params, const QString& by)
{
    return state.context.held.use(params.value(kTicket).toString(), params.value(kName).toString(), by);
}

Result<> sweep(GuardState& state)
{
    if (!state.context.held.tickets)
        return {};
    QStringList left = state.context.held.tickets();
    if (left.isEmpty())
        return {};
    ENGINE_TRY_AS(OperatorRecords records, state.records());
    ENGINE_TRY_AS(const std::vector<ReviewedChange> waiting,
                  records.changes(QStringLiteral("waiting"), 0, kMostWaiting));
    for (const ReviewedChange& one : waiting) {
        if (!isOne(one.method))
            continue;
        ENGINE_TRY_AS(const auto whole, records.change(one.id));
        if (whole)
            left.removeAll(QJsonDocument::fromJson(whole->params.toUtf8()).object().value(kTicket).toString());
    }
    for (const QString& ticket : left)
        ENGINE_TRY(state.context.held.drop(ticket));
    return {};
}

} // namespace busheng::secret_changes
