// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/governance/password.h"

#include "engine/crypto/passphrase_key.h"
#include "engine/model/operator_events.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr int kSaltBytes = 16;
constexpr int kDigestBytes = 32;
constexpr int kKinds = 3;

Failure refusePassword(const QString& why)
{
    return fail(makeEvent(ErrorCode::Config, events::OPR_PASSWORD, {why}, why));
}

} // namespace

Result<> checkPasswordRules(const QString& password, const QString& name)
{
    if (password.size() < kShortestPassword)
        return refusePassword(QStringLiteral("it has fewer than %1 characters").arg(kShortestPassword));
    if (password.size() > kLongestPassword)
        return refusePassword(QStringLiteral("it has more than %1 characters").arg(kLongestPassword));
    if (!name.isEmpty() && password.contains(name, Qt::CaseInsensitive))
        return refusePassword(QStringLiteral("the name of the operator is in it"));
    const auto has = [&password](bool (*isOf)(QChar)) { return std::ranges::any_of(password, isOf); };
    const int kinds = int(has([](QChar c) { return c.isLower(); })) + int(has([](QChar c) { return c.isUpper(); })) +
                      int(has([](QChar c) { return c.isDigit(); })) +
                      int(has([](QChar c) { return !c.isLower() && !c.isUpper() && !c.isDigit(); }));
    if (kinds < kKinds)
        return refusePassword(QStringLiteral("it needs three of: small letters, capitals, digits, other characters"));
    return {};
}

Result<PasswordRecord> newPasswordRecord(RandomSource& random, quint32 iterations)
{
    PasswordRecord record;
    record.iterations = iterations;
    record.salt.resize(kSaltBytes);
    ENGINE_TRY(random.fill({record.salt.data(), static_cast<std::size_t>(record.salt.size())}));
    return record;
}

Result<Bytes> passwordDigest(const PasswordRecord& record, BytesView password)
{
    Bytes digest(kDigestBytes, '\0');
    ENGINE_TRY(deriveFromPassphrase(password, view(record.salt), record.iterations, digest));
    return digest;
}

bool isSameDigest(const PasswordRecord& record, BytesView digest)
{
    if (record.digest.size() != kDigestBytes || digest.size() != std::size_t(kDigestBytes))
        return false;
    int differs = 0;
    for (int i = 0; i < kDigestBytes; ++i)
        differs |= record.digest[i] ^ digest[std::size_t(i)];
    return differs == 0;
}

} // namespace busheng
