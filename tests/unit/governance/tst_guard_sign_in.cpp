// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/json.h"
#include "engine/localapi/local_api_operators.h"
#include "engine/model/events.h"
#include "engine/model/operator_events.h"
#include "tests/support/test_main.h"
#include "tests/unit/governance/guard_bed.h"

#include <QFile>

#include <algorithm>

using namespace busheng;
using namespace busheng::test;

/// Who works here: signing in, being locked out, and what ends a session.
class TstGuardSignIn : public QObject {
    Q_OBJECT

    static QJsonObject credentials(const QString& name, const QString& password)
    {
        return {{QStringLiteral("name"), name}, {QStringLiteral("password"), password}};
    }

private Q_SLOTS:
    /// A window greys what would be refused, and says whose it is.
    void aSessionSaysWhatItsRoleMayNot()
    {
        GuardBed bed;
        QVERIFY(sessionFromJson(bed.ask(bed.newCaller(), "session")->toObject()).refused.empty());
        bed.employEverybody();
        const SessionSnapshot reviewer = sessionFromJson(bed.ask(bed.wang, "session")->toObject());
        const auto named = [&](const char* method) {
            return std::ranges::find(reviewer.refused, QString::fromLatin1(method), &RefusedMethod::method);
        };
        QVERIFY(named("approveChange") == reviewer.refused.end());
        QVERIFY(named("addSource") != reviewer.refused.end());
        QCOMPARE(named("addSource")->roles, QStringList{QStringLiteral("operator")});
        for (const RefusedMethod& one : reviewer.refused) {
            if (isOperatorMethod(one.method))
                continue; // looks at its parameters first
            QCOMPARE(refusal(bed.ask(bed.wang, one.method.toLatin1().constData())), events::OPR_NO_RIGHT);
        }
    }

    /// Whether files wait to be sent again is looked at by whoever sees files.
    void whatOnlyLooksIsReading()
    {
        GuardBed bed;
        bed.employEverybody();
        const QJsonObject look{{QStringLiteral("task"), QStringLiteral("t")},
                               {QStringLiteral("paths"), QJsonArray()},
                               {QStringLiteral("preview"), true}};
        QVERIFY(refusal(bed.ask(bed.shen, "resendFiles", look)) != events::OPR_NO_RIGHT);
        QCOMPARE(refusal(bed.ask(bed.root, "resendFiles", look)), events::OPR_NO_RIGHT);
        QJsonObject send = look;
        send.insert(QStringLiteral("preview"), false);
        QCOMPARE(refusal(bed.ask(bed.shen, "resendFiles", send)), events::OPR_NO_RIGHT);
    }

    void aNodeWithoutOperatorsAsksNobody()
    {
        GuardBed bed;
        const GateCaller caller = bed.newCaller();
        QVERIFY(bed.ask(caller, "snapshot"));
        QVERIFY(bed.guard->mayWatch(*caller));
        QVERIFY(
            bed.ask(caller, "remove",
                    {{QStringLiteral("kind"), QStringLiteral("source")}, {QStringLiteral("name"), QStringLiteral("x")}})
                .error()
                .event == events::CFG_NOT_FOUND);
        QVERIFY(bed.lines().empty()); // as before there were operators
        QCOMPARE(refusal(bed.ask(caller, "signIn", credentials(QStringLiteral("li"), kGoodPassword))),
                 events::OPR_TURNED_OFF);
    }

    void theFirstOneIsASecurityAdministratorAndSwitchesThemOn()
    {
        GuardBed bed;
        const GateCaller caller = bed.newCaller();
        QJsonObject params{{QStringLiteral("name"), QStringLiteral("root")},
                           {QStringLiteral("person"), QStringLiteral("Zhang San")},
                           {QStringLiteral("role"), QStringLiteral("operator")},
                           {QStringLiteral("password"), kGoodPassword}};
        QCOMPARE(refusal(bed.ask(caller, "addOperator", params)), events::CFG_BAD_VALUE);
        QVERIFY(bed.ask(caller, "snapshot"));
        params.insert(QStringLiteral("role"), QStringLiteral("security"));
        QVERIFY(bed.ask(caller, "addOperator", params));
        QCOMPARE(refusal(bed.ask(caller, "snapshot")), events::OPR_SIGN_IN);
        QVERIFY(!bed.guard->mayWatch(*caller));
        const auto session = bed.ask(caller, "signIn", credentials(QStringLiteral("root"), kGoodPassword));
        QVERIFY(session);
        QCOMPARE(session->toObject().value(QStringLiteral("role")).toString(), QStringLiteral("security"));
        QVERIFY(bed.ask(caller, "snapshot"));
        QVERIFY(bed.guard->mayWatch(*caller));
        QVERIFY(bed.hasLine(QStringLiteral("operator"), QStringLiteral("added"), QStringLiteral("account:1000")));
        QVERIFY(bed.hasLine(QStringLiteral("operator"), QStringLiteral("signedIn"), QStringLiteral("root")));
        NodeSnapshot node;
        bed.guard->fill(node);
        QVERIFY(node.hasOperators && !node.fourEyes);
    }

    void passwordsAreNotInTheJournal()
    {
        GuardBed bed;
        bed.employEverybody();
        for (const char* name : {"journal.sqlite", "journal.sqlite-wal"}) {
            QFile file(bed.directory.filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY(!bytes.contains(kGoodPassword.toUtf8()) && !bytes.contains(kOtherPassword.toUtf8()));
        }
    }

    void wrongPasswordsBlockANameLongerAndLonger()
    {
        GuardBed bed;
        bed.employEverybody();
        const GateCaller caller = bed.newCaller();
        const auto wrong = [&] {
            return bed.ask(caller, "signIn", credentials(QStringLiteral("li"), QStringLiteral("guess")));
        };
        for (int i = 0; i < 5; ++i)
            QCOMPARE(refusal(wrong()), events::OPR_REFUSED);
        QCOMPARE(bed.raised, QStringList{QStringLiteral("OPR_BLOCKED li")});
        const auto blocked = bed.ask(caller, "signIn", credentials(QStringLiteral("li"), kGoodPassword));
        QCOMPARE(refusal(blocked), events::OPR_BLOCKED); // even with the right one
        QCOMPARE(blocked.error().args, (QStringList{QStringLiteral("li"), QStringLiteral("60")}));
        bed.clock.advanceMs(60'000);
        QCOMPARE(refusal(wrong()), events::OPR_REFUSED);
        QCOMPARE(wrong().error().args.value(1), QStringLiteral("120"));
        bed.clock.advanceMs(120'000);
        QVERIFY(bed.ask(caller, "signIn", credentials(QStringLiteral("li"), kGoodPassword)));
        QVERIFY(bed.cleared.contains(QStringLiteral("OPR_BLOCKED li")));
        for (int i = 0; i < 4; ++i) // the count began anew
            QCOMPARE(refusal(wrong()), events::OPR_REFUSED);
        QVERIFY(bed.ask(caller, "signIn", credentials(QStringLiteral("li"), kGoodPassword)));
    }

    void aSecurityAdministratorUnblocks()
    {
        GuardBed bed;
        bed.employEverybody();
        for (int i = 0; i < 5; ++i)
            QVERIFY(!bed.ask(bed.newCaller(), "signIn", credentials(QStringLiteral("li"), QStringLiteral("guess"))));
        const QJsonObject name{{QStringLiteral("name"), QStringLiteral("li")}};
        QCOMPARE(refusal(bed.ask(bed.wang, "unlockOperator", name)), events::OPR_NO_RIGHT);
        QVERIFY(bed.ask(bed.root, "unlockOperator", name));
        bed.signedIn(QStringLiteral("li"));
        QVERIFY(bed.hasLine(QStringLiteral("operator"), QStringLiteral("unblocked"), QStringLiteral("root")));
    }

    void aNameThatNobodyHasIsAnsweredLikeOneThatSomebodyHas()
    {
        GuardBed bed;
        bed.employEverybody();
        const GateCaller caller = bed.newCaller();
        for (int i = 0; i < 5; ++i)
            QCOMPARE(refusal(bed.ask(caller, "signIn", credentials(QStringLiteral("nobody"), kGoodPassword))),
                     events::OPR_REFUSED);
        QCOMPARE(refusal(bed.ask(caller, "signIn", credentials(QStringLiteral("nobody"), kGoodPassword))),
                 events::OPR_BLOCKED);
    }

    void fewPasswordsAreTriedAtATime()
    {
        GuardBed bed;
        bed.employEverybody();
        bed.holdsPasswords = true;
        int done = 0;
        QStringList refused;
        for (int i = 0; i < 5; ++i)
            bed.guard->call(bed.newCaller(), QStringLiteral("signIn"), credentials(QStringLiteral("li"), kGoodPassword),
                            [&](const Result<QJsonValue>& answer) {
                                ++done;
                                refused.append(refusal(answer));
                            });
        QCOMPARE(done, 1);
        QCOMPARE(refused, QStringList{events::OPR_BUSY});
        for (const auto& one : std::exchange(bed.held, {}))
            one();
        QCOMPARE(done, 5);
        QCOMPARE(refused.count(QString()), 4);
    }

    void aSessionEndsWhenItIsIdleAndWhenItsPersonMayNoMore()
    {
        GuardBed bed;
        bed.employEverybody();
        bed.clock.advanceMs(14 * 60'000);
        QVERIFY(bed.ask(bed.li, "snapshot")); // it is used
        QVERIFY(bed.guard->mayWatch(*bed.wang));
        bed.clock.advanceMs(14 * 60'000);
        QVERIFY(bed.ask(bed.li, "snapshot"));
        QVERIFY(!bed.guard->mayWatch(*bed.wang)); // to look on is not to use
        QCOMPARE(refusal(bed.ask(bed.wang, "snapshot")), events::OPR_SIGN_IN);
        QVERIFY(bed.ask(bed.program, "snapshot")); // a program is idle longer
        const GateCaller root = bed.signedIn(QStringLiteral("root"));
        QVERIFY(bed.ask(root, "setOperator",
                        {{QStringLiteral("name"), QStringLiteral("li")},
                         {QStringLiteral("role"), QStringLiteral("operator")},
                         {QStringLiteral("enabled"), false}}));
        QCOMPARE(refusal(bed.ask(bed.li, "snapshot")), events::OPR_SIGN_IN);
        QCOMPARE(refusal(bed.ask(bed.li, "signIn", credentials(QStringLiteral("li"), kGoodPassword))),
                 events::OPR_REFUSED);
    }

    void aSessionGoesOnAtAnotherConnectionUntilItIsSignedOut()
    {
        GuardBed bed;
        bed.employEverybody();
        const GateCaller other = bed.newCaller();
        QVERIFY(bed.ask(other, "useSession", {{QStringLiteral("token"), bed.li->session}}));
        QVERIFY(bed.ask(other, "snapshot"));
        QCOMPARE(refusal(bed.ask(bed.newCaller(), "useSession", {{QStringLiteral("token"), QString(64, u'0')}})),
                 events::OPR_SIGN_IN);
        QVERIFY(bed.ask(bed.li, "signOut"));
        QCOMPARE(refusal(bed.ask(other, "snapshot")), events::OPR_SIGN_IN);
    }

    void aPasswordOfAnotherIsChangedFirst()
    {
        GuardBed bed;
        bed.employEverybody();
        QVERIFY(bed.ask(bed.root, "resetPassword", credentials(QStringLiteral("li"), kOtherPassword)));
        QCOMPARE(refusal(bed.ask(bed.li, "snapshot")), events::OPR_SIGN_IN); // the old session is over
        const GateCaller li = bed.signedIn(QStringLiteral("li"), kOtherPassword);
        QCOMPARE(refusal(bed.ask(li, "snapshot")), events::OPR_MUST_CHANGE);
        const auto change = [&](const QString& present, const QString& wanted) {
            return refusal(bed.ask(li, "changePassword",
                                   {{QStringLiteral("present"), present}, {QStringLiteral("wanted"), wanted}}));
        };
        QCOMPARE(change(kOtherPassword, QStringLiteral("short1A")), events::OPR_PASSWORD);
        QCOMPARE(change(kOtherPassword, kOtherPassword), events::OPR_PASSWORD);
        QCOMPARE(change(QStringLiteral("guess"), kGoodPassword), events::OPR_REFUSED);
        QCOMPARE(change(kOtherPassword, kGoodPassword), QString());
        QVERIFY(bed.ask(li, "snapshot"));
        bed.signedIn(QStringLiteral("li"));
    }

    void aPasswordHasItsTime()
    {
        GuardBed bed;
        bed.employEverybody();
        bed.clock.advanceMs(91LL * 86'400'000);
        QCOMPARE(refusal(bed.ask(bed.signedIn(QStringLiteral("li")), "snapshot")), events::OPR_MUST_CHANGE);
        QCOMPARE(refusal(bed.ask(bed.signedIn(QStringLiteral("oa")), "snapshot")), QString()); // a program's has not
    }

    void nobodyHasTwoRolesAndTheLastOneStays()
    {
        GuardBed bed;
        bed.employEverybody();
        QCOMPARE(refusal(bed.ask(bed.root, "addOperator",
                                 {{QStringLiteral("name"), QStringLiteral("li2")},
                                  {QStringLiteral("person"), QStringLiteral("Person LI")},
                                  {QStringLiteral("role"), QStringLiteral("reviewer")},
                                  {QStringLiteral("password"), kGoodPassword}})),
                 events::OPR_PERSON);
        const auto set = [&](const GateCaller& by, const char* name, const char* role, bool enabled) {
            return refusal(bed.ask(by, "setOperator",
                                   {{QStringLiteral("name"), QString::fromLatin1(name)},
                                    {QStringLiteral("role"), QString::fromLatin1(role)},
                                    {QStringLiteral("enabled"), enabled}}));
        };
        QCOMPARE(set(bed.root, "root", "operator", true), events::OPR_NO_RIGHT); // not oneself
        QVERIFY(bed.ask(bed.root, "addOperator",
                        {{QStringLiteral("name"), QStringLiteral("second")},
                         {QStringLiteral("person"), QStringLiteral("somebody else")},
                         {QStringLiteral("role"), QStringLiteral("security")},
                         {QStringLiteral("password"), kGoodPassword}}));
        QCOMPARE(set(bed.root, "second", "security", false), QString());
        QCOMPARE(set(bed.root, "nobody", "security", false), events::CFG_NOT_FOUND);
        QCOMPARE(set(bed.root, "li", "king", true), events::CFG_BAD_VALUE);
        QVERIFY(bed.ask(bed.root, "setFourEyes", {{QStringLiteral("on"), true}}));
        QCOMPARE(set(bed.root, "wang", "reviewer", false), events::OPR_LAST);
    }

    void whatSomebodyDidHasTheName()
    {
        GuardBed bed;
        bed.employEverybody();
        QVERIFY(!bed.ask(bed.li, "pause", {{QStringLiteral("subscription"), QStringLiteral("s")}})); // there is none
        QVERIFY(bed.hasLine(QStringLiteral("call"), QStringLiteral("failed"), QStringLiteral("li")));
        QVERIFY(
            bed.ask(bed.root, "rotateKeys",
                    {{QStringLiteral("peer"), QString()}, {QStringLiteral("by"), QStringLiteral("somebody else")}}));
        QCOMPARE(bed.engine.calls().back().params.value(QStringLiteral("by")).toString(), QStringLiteral("root"));
        QVERIFY(bed.hasLine(QStringLiteral("call"), QStringLiteral("done"), QStringLiteral("root")));
        QCOMPARE(refusal(bed.ask(bed.shen, "pause", {{QStringLiteral("subscription"), QStringLiteral("s")}})),
                 events::OPR_NO_RIGHT);
        QVERIFY(bed.hasLine(QStringLiteral("call"), QStringLiteral("refused"), QStringLiteral("shen")));
    }
};

BUSHENG_TEST(TstGuardSignIn)
#include "tst_guard_sign_in.moc"
