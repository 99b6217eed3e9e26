// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/await.h"
#include "tests/e2e/file_scene.h"
#include "tests/support/test_main.h"

#include <QDeadlineTimer>
#include <QFile>

using namespace busheng;
using namespace busheng::test;

/// `complete settled`, which waits half a minute: too long for every day.
class TstFilesSettled : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A file is taken when it was left alone for 30 s, and not while somebody has it open for writing.
    void takesWhatWasLeftAlone()
    {
        FileScene scene;
        QVERIFY_OK(scene.begin());
        FileTaskConfig task = FileScene::task();
        task.completeness = QStringLiteral("settled");
        QVERIFY_OK(scene.setTask(task));
        scene.write(QStringLiteral("left alone"), 10, 1);
        scene.write(QStringLiteral("open"), 10, 2);
        QFile open(scene.source() + QStringLiteral("/open"));
        QVERIFY(open.open(QIODevice::ReadWrite));
        const QDeadlineTimer within(60'000);
        const QDeadlineTimer tooEarly(28'000);
        while (!QFile::exists(scene.target() + QStringLiteral("/left alone"))) {
            QVERIFY2(!within.hasExpired(), "it never came");
            QVERIFY_OK(scene.runOnce());
        }
        QVERIFY2(tooEarly.hasExpired(), "it came too early");
        QVERIFY(!QFile::exists(scene.target() + QStringLiteral("/open")));
        open.close();
        const auto ended = scene.runOnce();
        QVERIFY_OK(ended);
        QCOMPARE(ended->arrived, quint64(1));
        QCOMPARE(scene.differences(), QStringList());
    }
};

BUSHENG_TEST(TstFilesSettled)
#include "tst_files_settled.moc"
