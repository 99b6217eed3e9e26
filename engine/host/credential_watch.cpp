// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/credential_watch.h"

#include "engine/model/events.h"

#include <QDateTime>

#include <algorithm>
#include <array>

namespace busheng {
namespace {

constexpr qint64 kLookEveryMs = 60'000;
constexpr qint64 kMsPerHour = 3'600'000;
constexpr qint64 kMsPerDay = 24 * kMsPerHour;
constexpr std::array<qint64, 3> kDaysBefore{30, 7, 1};
constexpr int kEnded = 4;
/// The subject of the alarm about files that cannot be used.
const QString kFiles = QStringLiteral("identity");

QString kindName(Credential::Kind kind)
{
    switch (kind) {
    case Credential::Kind::Certificate:
        return QStringLiteral("certificate");
    case Credential::Kind::Authority:
        return QStringLiteral("authority");
    case Credential::Kind::Sm2Certificate:
        return QStringLiteral("sm2-certificate");
    case Credential::Kind::Sm2Encryption:
        return QStringLiteral("sm2-encryption");
    case Credential::Kind::Sm2Authority:
        return QStringLiteral("sm2-authority");
    case Credential::Kind::RevocationList:
        return QStringLiteral("revocation-list");
    }
    return {};
}

QString dateText(qint64 utcMs)
{
    return QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"));
}

/// One alarm for each thing: the channel's certificate and the SM2 one of a node have the same subject.
QString alarmSubject(const Credential& credential)
{
    return kindName(credential.kind) + u' ' + credential.subject;
}

} // namespace

CredentialWatch::CredentialWatch(Clock& clock, AlarmBoard& alarms, std::vector<Credential> credentials)
    : m_clock(clock), m_alarms(alarms), m_credentials(std::move(credentials)), m_timer(clock, [this] { look(); })
{
    look();
}

void CredentialWatch::replace(std::vector<Credential> credentials)
{
    m_credentials = std::move(credentials);
    if (!m_refusedEvent.isEmpty())
        m_alarms.clear(std::exchange(m_refusedEvent, QString()), kFiles);
    look();
}

void CredentialWatch::refused(const Error& why)
{
    m_refusedEvent = why.event;
    m_alarms.raise(why, kFiles);
}

std::vector<CredentialSnapshot> CredentialWatch::shown() const
{
    std::vector<CredentialSnapshot> all;
    for (const Credential& credential : m_credentials)
        all.push_back({kindName(credential.kind), credential.subject, credential.serial, credential.untilUtcMs});
    return all;
}

int CredentialWatch::step(const Credential& credential, qint64 utcMs)
{
    const qint64 left = credential.untilUtcMs - utcMs;
    if (left <= 0)
        return kEnded;
    if (credential.kind == Credential::Kind::RevocationList)
        return left < (credential.untilUtcMs - credential.fromUtcMs) / 4 ? 1 : 0;
    return static_cast<int>(
        std::ranges::count_if(kDaysBefore, [left](qint64 days) { return left <= days * kMsPerDay; }));
}

void CredentialWatch::look()
{
    m_timer.start(kLookEveryMs);
    const qint64 utcMs = m_clock.utcMs();
    // Of two lists of one authority, or two certificates of one name, the one that lasts longer counts.
    std::map<QString, const Credential*> lasting;
    for (const Credential& credential : m_credentials) {
        const Credential*& best = lasting[alarmSubject(credential)];
        if (best == nullptr || best->untilUtcMs < credential.untilUtcMs)
            best = &credential;
    }
    for (const auto& [subject, credential] : lasting)
        warn(*credential, step(*credential, utcMs), utcMs);
    for (const auto& [subject, step] : std::map(m_warned)) {
        if (!lasting.contains(subject)) {
            for (const QString& event :
                 {events::CRT_EXPIRING, events::CRL_EXPIRING, events::CRT_EXPIRED, events::CRL_STALE})
                m_alarms.clear(event, subject);
            m_warned.erase(subject);
        }
    }
}

void CredentialWatch::warn(const Credential& credential, int step, qint64 utcMs)
{
    const QString subject = alarmSubject(credential);
    const bool isList = credential.kind == Credential::Kind::RevocationList;
    const QString& expiring = isList ? events::CRL_EXPIRING : events::CRT_EXPIRING;
    const QString& ended = isList ? events::CRL_STALE : events::CRT_EXPIRED;
    const auto known = m_warned.find(subject);
    const bool isFirstLook = known == m_warned.end();
    if (!isFirstLook && known->second == step)
        return;
    m_warned[subject] = step;
    // Also what stood before this process began.
    m_alarms.clear(expiring, subject);
    m_alarms.clear(ended, subject);
    if (step == 0)
        return;
    const QString when = dateText(credential.untilUtcMs);
    const qint64 left = credential.untilUtcMs - utcMs;
    const QString shownLeft = QString::number(isList ? left / kMsPerHour : left / kMsPerDay);
    const QString text = QStringLiteral("%1 ends on %2").arg(subject, when);
    m_alarms.raise(step == kEnded ? makeEvent(ErrorCode::Config, ended, {credential.subject, when}, text)
                                  : makeEvent(ErrorCode::Config, expiring, {credential.subject, when, shownLeft}, text),
                   subject);
}

} // namespace busheng
