// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/words.h"

#include "ui/text/display_text.h"

#include <QDateTime>
#include <QHash>
#include <QLocale>

#include <array>
#include <cmath>

namespace busheng {
namespace {

constexpr qint64 kSecond = 1000;
constexpr qint64 kMinute = 60 * kSecond;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;

/// One decimal at most, none when it would be ".0".
QString shortNumber(double value)
{
    const double rounded = std::round(value * 10) / 10;
    const bool isWhole = rounded == std::floor(rounded) || rounded >= 100;
    return QLocale().toString(rounded, 'f', isWhole ? 0 : 1);
}

} // namespace

QString Words::state(SubscriptionState state)
{
    switch (state) {
    case SubscriptionState::Waiting:
        return tr("Waiting");
    case SubscriptionState::Initializing:
        return tr("Initializing");
    case SubscriptionState::Checking:
        return tr("Quality check");
    case SubscriptionState::CatchingUp:
        return tr("Catching up");
    case SubscriptionState::Live:
        return tr("Live");
    case SubscriptionState::Paused:
        return tr("Paused");
    case SubscriptionState::Stopped:
        return tr("Stopped");
    }
    return unknown();
}

QString Words::stateHint(SubscriptionState state)
{
    switch (state) {
    case SubscriptionState::Waiting:
        return tr("Nothing has arrived from the provider yet.");
    case SubscriptionState::Initializing:
        return tr("The initial load of all rows is under way.");
    case SubscriptionState::Checking:
        return tr("The loaded rows are being checked.");
    case SubscriptionState::CatchingUp:
        return tr("Changes made since the initial load are being applied.");
    case SubscriptionState::Live:
        return tr("Changes are applied as they happen.");
    case SubscriptionState::Paused:
        return tr("Paused by an operator. It continues from its checkpoint when resumed.");
    case SubscriptionState::Stopped:
        return tr("Stopped by an error that needs a person.");
    }
    return {};
}

QString Words::stage(Stage stage)
{
    switch (stage) {
    case Stage::Source:
        return tr("Source");
    case Stage::Cached:
        return tr("Log cache");
    case Stage::Packed:
        return tr("Packed");
    case Stage::Received:
        return tr("Received");
    case Stage::Applied:
        return tr("Applied");
    }
    return unknown();
}

QString Words::route(Route route)
{
    switch (route) {
    case Route::Log:
        return tr("Log");
    case Route::Trigger:
        return tr("Trigger");
    case Route::Timestamp:
        return tr("Timestamp");
    case Route::Flag:
        return tr("Flag column");
    case Route::FullCopy:
        return tr("Full copy");
    case Route::Compare:
        return tr("Compare");
    }
    return unknown();
}

QString Words::kind(const QString& kind)
{
    if (kind == QStringLiteral("source"))
        return tr("source database", "kind");
    if (kind == QStringLiteral("target"))
        return tr("target database", "kind");
    if (kind == QStringLiteral("dataset"))
        return tr("dataset", "kind");
    if (kind == QStringLiteral("link"))
        return tr("link", "kind");
    if (kind == QStringLiteral("right"))
        return tr("right of a link", "kind");
    if (kind == QStringLiteral("subscription"))
        return tr("subscription", "kind");
    if (kind == QStringLiteral("task"))
        return tr("transfer task", "kind");
    if (kind == QStringLiteral("verification"))
        return tr("verification", "kind");
    if (kind == QStringLiteral("exception"))
        return tr("exception", "kind");
    if (kind == QStringLiteral("table"))
        return tr("table", "kind");
    if (kind == QStringLiteral("alarm"))
        return tr("alarm", "kind");
    if (kind == QStringLiteral("operator"))
        return tr("operator", "kind");
    if (kind == QStringLiteral("change"))
        return tr("confirmed change", "kind");
    if (kind == QStringLiteral("secret"))
        return tr("password in the vault", "kind");
    if (kind == QStringLiteral("parked"))
        return tr("parked table", "kind");
    return displayText(kind);
}

QString Words::role(const QString& role)
{
    if (role == QStringLiteral("platform"))
        return tr("Platform");
    if (role == QStringLiteral("provider"))
        return tr("Data provider");
    if (role == QStringLiteral("user"))
        return tr("Data user");
    return displayText(role);
}

QString Words::offlineState(const QString& state)
{
    static const QHash<QString, const char*> states = {
        {QStringLiteral("waiting"), QT_TR_NOOP("waiting for the package")},
        {QStringLiteral("exporting"), QT_TR_NOOP("package is being written")},
        {QStringLiteral("complete"), QT_TR_NOOP("package is written")},
        {QStringLiteral("failed"), QT_TR_NOOP("package stopped by an error")},
        {QStringLiteral("importing"), QT_TR_NOOP("package is being read")},
        {QStringLiteral("wantsPart"), QT_TR_NOOP("a part of the package is missing")},
        {QStringLiteral("imported"), QT_TR_NOOP("package is read")},
    };
    const auto found = states.constFind(state);
    return found == states.constEnd() ? state : tr(*found);
}

QString Words::gateState(const QString& state)
{
    static const QHash<QString, const char*> states = {
        {QStringLiteral("waiting"), QT_TR_NOOP("waiting for sign-off")},
        {QStringLiteral("signed"), QT_TR_NOOP("signed")},
        {QStringLiteral("rejected"), QT_TR_NOOP("rejected")},
        {QStringLiteral("passed"), QT_TR_NOOP("passed")},
    };
    const auto found = states.constFind(state);
    return found == states.constEnd() ? state : tr(*found);
}

QString Words::operatorRole(const QString& role)
{
    if (role == QStringLiteral("operator"))
        return tr("operator");
    if (role == QStringLiteral("reviewer"))
        return tr("reviewer");
    if (role == QStringLiteral("security"))
        return tr("security administrator");
    if (role == QStringLiteral("auditor"))
        return tr("auditor");
    if (role == QStringLiteral("service"))
        return tr("business system");
    return displayText(role);
}

QString Words::term(const QString& term)
{
    static const QHash<QString, const char*> terms = {
        {QStringLiteral("table"), QT_TR_NOOP("table level")},
        {QStringLiteral("field"), QT_TR_NOOP("field level")},
        {QStringLiteral("running"), QT_TR_NOOP("running")},
        {QStringLiteral("equal"), QT_TR_NOOP("equal")},
        {QStringLiteral("different"), QT_TR_NOOP("different")},
        {QStringLiteral("failed"), QT_TR_NOOP("failed")},
        {QStringLiteral("stopped"), QT_TR_NOOP("stopped by hand")},
        {QStringLiteral("waiting"), QT_TR_NOOP("waiting")},
        {QStringLiteral("missing"), QT_TR_NOOP("missing")},
        {QStringLiteral("same"), QT_TR_NOOP("the same")},
        {QStringLiteral("differs"), QT_TR_NOOP("differs")},
        {QStringLiteral("ignored"), QT_TR_NOOP("left out")},
        {QStringLiteral("extra"), QT_TR_NOOP("extra")},
        {QStringLiteral("ok"), QT_TR_NOOP("ok")},
        {QStringLiteral("warning"), QT_TR_NOOP("warning")},
        {QStringLiteral("error"), QT_TR_NOOP("error")},
        {QStringLiteral("out"), QT_TR_NOOP("out")},
        {QStringLiteral("in"), QT_TR_NOOP("in")},
        {QStringLiteral("sealed"), QT_TR_NOOP("sealed")},
        {QStringLiteral("applied"), QT_TR_NOOP("applied")},
        {QStringLiteral("refused"), QT_TR_NOOP("refused")},
        {QStringLiteral("granted"), QT_TR_NOOP("granted")},
        {QStringLiteral("active"), QT_TR_NOOP("active")},
        {QStringLiteral("retired"), QT_TR_NOOP("retired")},
        {QStringLiteral("wiped"), QT_TR_NOOP("wiped")},
        {QStringLiteral("conflict"), QT_TR_NOOP("conflict")},
        {QStringLiteral("open"), QT_TR_NOOP("open")},
        {QStringLiteral("resolved"), QT_TR_NOOP("resolved")},
        {QStringLiteral("dismissed"), QT_TR_NOOP("dismissed")},
        {QStringLiteral("settled"), QT_TR_NOOP("settled")},
        {QStringLiteral("parked"), QT_TR_NOOP("parked")},
        {QStringLiteral("fits"), QT_TR_NOOP("fits")},
        {QStringLiteral("tooShort"), QT_TR_NOOP("too short for what is there")},
        {QStringLiteral("mayBeTooShort"), QT_TR_NOOP("shorter than the source declares")},
        {QStringLiteral("lacksCharacters"), QT_TR_NOOP("characters that the target's encoding lacks")},
        {QStringLiteral("unreadable"), QT_TR_NOOP("bytes that are no text")},
        {QStringLiteral("looksOtherwise"), QT_TR_NOOP("texts look like another encoding")},
        {QStringLiteral("idle"), QT_TR_NOOP("idle")},
        {QStringLiteral("queued"), QT_TR_NOOP("queued")},
        {QStringLiteral("paused"), QT_TR_NOOP("paused")},
        {QStringLiteral("done"), QT_TR_NOOP("done")},
        {QStringLiteral("full"), QT_TR_NOOP("full")},
        {QStringLiteral("incremental"), QT_TR_NOOP("incremental")},
        {QStringLiteral("resend"), QT_TR_NOOP("resend")},
        {QStringLiteral("joined"), QT_TR_NOOP("parts joined")},
        {QStringLiteral("published"), QT_TR_NOOP("published")},
        {QStringLiteral("acknowledged"), QT_TR_NOOP("acknowledged")},
        {QStringLiteral("again"), QT_TR_NOOP("failed, sent again")},
        {QStringLiteral("archived"), QT_TR_NOOP("archived")},
        {QStringLiteral("deleted"), QT_TR_NOOP("deleted")},
        {QStringLiteral("arrived"), QT_TR_NOOP("arrived")},
        {QStringLiteral("repeated"), QT_TR_NOOP("arrived before")},
        {QStringLiteral("skipped"), QT_TR_NOOP("skipped")},
        {QStringLiteral("send"), QT_TR_NOOP("is sent")},
        {QStringLiteral("gone"), QT_TR_NOOP("not there any more")},
        {QStringLiteral("packet"), QT_TR_NOOP("packet")},
        {QStringLiteral("file"), QT_TR_NOOP("file")},
        {QStringLiteral("key"), QT_TR_NOOP("key")},
        {QStringLiteral("manifest"), QT_TR_NOOP("manifest")},
        {QStringLiteral("receipt"), QT_TR_NOOP("receipt")},
        {QStringLiteral("seal"), QT_TR_NOOP("seal")},
        {QStringLiteral("certificate"), QT_TR_NOOP("certificate")},
        {QStringLiteral("operator"), QT_TR_NOOP("operator")},
        {QStringLiteral("change"), QT_TR_NOOP("confirmed change")},
        {QStringLiteral("call"), QT_TR_NOOP("action")},
        {QStringLiteral("backup"), QT_TR_NOOP("backup")},
        {QStringLiteral("made"), QT_TR_NOOP("made")},
        {QStringLiteral("verified"), QT_TR_NOOP("looked through")},
        {QStringLiteral("retention"), QT_TR_NOOP("how long records are kept")},
        {QStringLiteral("set"), QT_TR_NOOP("set")},
        {QStringLiteral("disabled"), QT_TR_NOOP("disabled")},
        {QStringLiteral("enabled"), QT_TR_NOOP("enabled")},
        {QStringLiteral("blocked"), QT_TR_NOOP("blocked")},
        {QStringLiteral("unblocked"), QT_TR_NOOP("unblocked")},
        {QStringLiteral("signedIn"), QT_TR_NOOP("signed in")},
        {QStringLiteral("signedOut"), QT_TR_NOOP("signed out")},
        {QStringLiteral("signInFailed"), QT_TR_NOOP("wrong password")},
        {QStringLiteral("added"), QT_TR_NOOP("added")},
        {QStringLiteral("changed"), QT_TR_NOOP("changed")},
        {QStringLiteral("passwordChanged"), QT_TR_NOOP("password changed")},
        {QStringLiteral("passwordReset"), QT_TR_NOOP("password reset")},
        {QStringLiteral("recovered"), QT_TR_NOOP("let in again from the machine")},
        {QStringLiteral("switchedOff"), QT_TR_NOOP("switched off from the machine")},
        {QStringLiteral("proposed"), QT_TR_NOOP("proposed")},
        {QStringLiteral("explained"), QT_TR_NOOP("reason given")},
        {QStringLiteral("approved"), QT_TR_NOOP("confirmed")},
        {QStringLiteral("rejected"), QT_TR_NOOP("rejected")},
        {QStringLiteral("withdrawn"), QT_TR_NOOP("withdrawn")},
        {QStringLiteral("expired"), QT_TR_NOOP("expired")},
        {QStringLiteral("stale"), QT_TR_NOOP("overtaken")},
    };
    const char* const known = terms.value(term);
    return known == nullptr ? displayText(term) : tr(known);
}

QString Words::unknown()
{
    return tr("unknown");
}

QString Words::count(quint64 value)
{
    return QLocale().toString(value);
}

QString Words::knownCount(qint64 value)
{
    return value < 0 ? unknown() : count(quint64(value));
}

QString Words::compactCount(double value)
{
    if (QLocale().language() == QLocale::Chinese) {
        if (value >= 1e8)
            return tr("%1 hundred million", "axis").arg(shortNumber(value / 1e8));
        if (value >= 1e4)
            return tr("%1 ten thousand", "axis").arg(shortNumber(value / 1e4));
        return shortNumber(value);
    }
    if (value >= 1e9)
        return shortNumber(value / 1e9) + u'G';
    if (value >= 1e6)
        return shortNumber(value / 1e6) + u'M';
    if (value >= 1e3)
        return shortNumber(value / 1e3) + u'k';
    return shortNumber(value);
}

QString Words::bytes(qint64 value)
{
    if (value < 0)
        return unknown();
    static constexpr std::array kUnits = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double scaled = double(value);
    std::size_t unit = 0;
    while (scaled >= 1023.95 && unit + 1 < kUnits.size()) {
        scaled /= 1024;
        ++unit;
    }
    return shortNumber(scaled) + u' ' + QLatin1String(kUnits[unit]);
}

QString Words::rowsPerSecond(double value)
{
    if (!(value >= 0))
        return unknown();
    return tr("%1 rows/s").arg(value >= 10 ? QLocale().toString(value, 'f', 0) : shortNumber(value));
}

QString Words::duration(qint64 ms)
{
    if (ms < 0)
        return unknown();
    if (ms < kSecond)
        return tr("%1 ms").arg(ms);
    if (ms < kMinute - 50)
        return tr("%1 s").arg(shortNumber(double(ms) / kSecond));
    if (ms < kHour)
        return tr("%1 min %2 s").arg(ms / kMinute).arg(ms % kMinute / kSecond);
    if (ms < kDay)
        return tr("%1 h %2 min").arg(ms / kHour).arg(ms % kHour / kMinute);
    return tr("%1 d %2 h").arg(ms / kDay).arg(ms % kDay / kHour);
}

QString Words::time(qint64 utcMs)
{
    if (utcMs <= 0)
        return unknown();
    return QDateTime::fromMSecsSinceEpoch(utcMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString Words::date(qint64 utcMs)
{
    if (utcMs <= 0)
        return unknown();
    return QDateTime::fromMSecsSinceEpoch(utcMs).toString(QStringLiteral("yyyy-MM-dd"));
}

QString Words::percent(double fraction)
{
    if (!(fraction >= 0))
        return unknown();
    const int whole = fraction >= 1 ? 100 : qMin(99, int(fraction * 100));
    return tr("%1%").arg(whole);
}

} // namespace busheng
