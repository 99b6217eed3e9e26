// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/security_models.h"

#include "ui/text/display_text.h"
#include "ui/text/words.h"

#include <QDateTime>

namespace busheng {
namespace {

constexpr qint64 kDayMs = 86'400'000;
constexpr qint64 kSoonDays = 30;
constexpr qint64 kListSoonDays = 3;
const QString kList = QStringLiteral("revocation-list");

QString known(qint64 utcMs)
{
    return utcMs > 0 ? Words::time(utcMs) : QString();
}

} // namespace

CredentialModel::States CredentialModel::stateOf(const CredentialSnapshot& credential, qint64 nowUtcMs)
{
    const qint64 left = credential.expiresUtcMs - nowUtcMs;
    if (left <= 0)
        return States::Ended;
    return left < (credential.kind == kList ? kListSoonDays : kSoonDays) * kDayMs ? States::Soon : States::Good;
}

QString CredentialModel::kindText(const QString& kind)
{
    if (kind == QStringLiteral("certificate"))
        return tr("certificate of this node");
    if (kind == QStringLiteral("sm2-certificate"))
        return tr("SM2 certificate of this node");
    if (kind == QStringLiteral("sm2-encryption"))
        return tr("SM2 certificate for encryption");
    if (kind == QStringLiteral("authority"))
        return tr("authority");
    if (kind == QStringLiteral("sm2-authority"))
        return tr("SM2 authority");
    return kind == kList ? tr("revocation list") : displayText(kind);
}

QString CredentialModel::text(const CredentialSnapshot& credential, int column) const
{
    switch (column) {
    case Kind:
        return kindText(credential.kind);
    case Subject:
        return displayText(credential.subject);
    case Serial:
        return displayText(credential.serial);
    case Expires:
        return Words::time(credential.expiresUtcMs);
    case State: {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        if (stateOf(credential, now) == States::Ended)
            return tr("has ended");
        return tr("%n day(s) left", nullptr, int((credential.expiresUtcMs - now) / kDayMs));
    }
    default:
        return {};
    }
}

QString CredentialModel::header(int column) const
{
    switch (column) {
    case Kind:
        return tr("Kind");
    case Subject:
        return tr("Subject");
    case Serial:
        return tr("Serial number");
    case Expires:
        return tr("Valid until");
    case State:
        return tr("State");
    default:
        return {};
    }
}

QVariant CredentialModel::more(const CredentialSnapshot& credential, int column, int role) const
{
    if (role == StateRole)
        return int(stateOf(credential, QDateTime::currentMSecsSinceEpoch()));
    if (role == SortRole)
        return column == Expires || column == State ? QVariant(credential.expiresUtcMs)
                                                    : QVariant(text(credential, column));
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text(credential, column))) : QVariant();
}

LinkKeyModel::States LinkKeyModel::stateOf(const QString& state)
{
    if (state == QStringLiteral("active"))
        return States::Active;
    if (state == QStringLiteral("granted"))
        return States::Granted;
    return state == QStringLiteral("retired") ? States::Retired : States::Wiped;
}

QString LinkKeyModel::whyText(const LinkKeyRecord& key)
{
    QString why = displayText(key.why);
    if (key.why == QStringLiteral("first"))
        why = tr("the first one");
    else if (key.why == QStringLiteral("packets"))
        why = tr("enough packets");
    else if (key.why == QStringLiteral("bytes"))
        why = tr("enough data");
    else if (key.why == QStringLiteral("age"))
        why = tr("its age");
    else if (key.why == QStringLiteral("asked"))
        why = tr("asked for");
    else if (key.why == QStringLiteral("suite"))
        why = tr("another suite");
    else if (key.why == QStringLiteral("granted"))
        why = tr("the peer made it");
    return key.by.isEmpty() ? why : tr("%1 by %2").arg(why, displayText(key.by));
}

QString LinkKeyModel::text(const LinkKeyRecord& key, int column) const
{
    switch (column) {
    case Peer:
        return displayText(key.peerCode);
    case Direction:
        return Words::term(key.direction);
    case Epoch:
        return QString::number(key.epoch);
    case State:
        return Words::term(key.state);
    case Suite:
        return displayText(key.suite);
    case Packets:
        return Words::count(key.packets);
    case Size:
        return Words::bytes(qint64(key.sealedBytes));
    case Made:
        return known(key.madeUtcMs);
    case Active:
        return known(key.activeUtcMs);
    case Retired:
        return known(key.retiredUtcMs);
    case Wiped:
        return known(key.wipedUtcMs);
    case Why:
        return whyText(key);
    case Fingerprint:
        return displayText(key.fingerprint);
    default:
        return {};
    }
}

QString LinkKeyModel::header(int column) const
{
    switch (column) {
    case Peer:
        return tr("Peer");
    case Direction:
        return tr("Way");
    case Epoch:
        return tr("Epoch");
    case State:
        return tr("State");
    case Suite:
        return tr("Suite");
    case Packets:
        return tr("Packets");
    case Size:
        return tr("Sealed");
    case Made:
        return tr("Made");
    case Active:
        return tr("In use since");
    case Retired:
        return tr("Retired");
    case Wiped:
        return tr("Wiped");
    case Why:
        return tr("Why");
    case Fingerprint:
        return tr("Fingerprint");
    default:
        return {};
    }
}

QVariant LinkKeyModel::more(const LinkKeyRecord& key, int column, int role) const
{
    if (role == StateRole)
        return int(stateOf(key.state));
    if (role == SortRole) {
        switch (column) {
        case Epoch:
            return key.epoch;
        case Packets:
            return key.packets;
        case Size:
            return key.sealedBytes;
        default:
            return text(key, column);
        }
    }
    return role == Qt::ToolTipRole ? QVariant(plainToolTip(text(key, column))) : QVariant();
}

} // namespace busheng
