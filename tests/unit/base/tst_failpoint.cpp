// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/failpoint.h"
#include "tests/support/test_main.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace busheng;

namespace {

Result<> step()
{
    ENGINE_FAILPOINT("stage.step");
    return {};
}

/// Runs step() `hits` times in a process of its own; the signal that ended it, 0 when it came to its end.
int signalAfter(int hits)
{
    const pid_t child = ::fork();
    if (child == 0) {
        for (int i = 0; i < hits; ++i)
            static_cast<void>(step());
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

} // namespace

class TstFailpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY_OK(failpoint::configure(QString())); }

    void doesNothingUnlessItIsNamed()
    {
        QVERIFY_OK(step());
        QVERIFY_OK(failpoint::configure(QStringLiteral("stage.other=err")));
        QVERIFY_OK(step());
    }

    void failsAtEachHitOrAtTheFirstFew()
    {
        QVERIFY_OK(failpoint::configure(QStringLiteral("stage.step=err; stage.other=err*1")));
        for (int i = 0; i < 5; ++i) {
            const auto result = step();
            QVERIFY(!result);
            QCOMPARE(result.error().code, ErrorCode::Storage);
            QVERIFY(result.error().transient);
        }
        QVERIFY_OK(failpoint::configure(QStringLiteral("stage.step=err*2")));
        QVERIFY(!step());
        QVERIFY(!step());
        QVERIFY_OK(step());
    }

    void killsAtTheHitItIsToldTo()
    {
        QVERIFY_OK(failpoint::configure(QStringLiteral("stage.step=kill@3")));
        QCOMPARE(signalAfter(2), 0);
        QCOMPARE(signalAfter(3), SIGKILL);
        QVERIFY_OK(failpoint::configure(QStringLiteral("stage.step=kill")));
        QCOMPARE(signalAfter(1), SIGKILL);
    }

    void refusesWhatItDoesNotUnderstandAndKeepsWhatWasSet()
    {
        QVERIFY_OK(failpoint::configure(QStringLiteral("stage.step=err")));
        for (const char* wrong : {"stage.step", "=err", "stage.step=", "stage.step=explode", "stage.step=err2",
                                  "stage.step=err*x", "stage.step=kill3", "stage.step=kill@"}) {
            const auto configured = failpoint::configure(QString::fromLatin1(wrong));
            QVERIFY2(!configured, wrong);
            QCOMPARE(configured.error().code, ErrorCode::Config);
        }
        QVERIFY(!step());
    }
};

BUSHENG_TEST(TstFailpoint)
#include "tst_failpoint.moc"
