// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/host/data_directory.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QFile>
#include <QTemporaryDir>

using namespace busheng;

/// One process at a time has a data directory.
class TstDataDirectory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void letsOneIn()
    {
        const QTemporaryDir folder;
        auto first = DataDirectory::open(folder.path());
        QVERIFY_OK(first);
        const auto second = DataDirectory::open(folder.path());
        QVERIFY(!second);
        QCOMPARE(second.error().event, events::AGT_DUPLICATE);
        QCOMPARE(second.error().args.value(1), QString::number(QCoreApplication::applicationPid()));
        first->reset();
        QVERIFY_OK(DataDirectory::open(folder.path()));
    }

    /// The lock of a node that a power cut ended, while a process of its name has its number since.
    void takesWhatAnEarlierBootLeft()
    {
        const QTemporaryDir folder;
        const QString lock = folder.filePath(QStringLiteral("node.lock"));
        QByteArray left;
        {
            const auto held = DataDirectory::open(folder.path());
            QVERIFY_OK(held);
            QFile file(lock);
            QVERIFY(file.open(QIODevice::ReadOnly));
            left = file.readAll();
        }
        QVERIFY(!QFile::exists(lock));
        // Its last line is the boot's number; Windows has none.
        QList<QByteArray> lines = left.split('\n');
        QVERIFY2(lines.size() >= 5, left.constData());
        if (!lines[4].isEmpty())
            lines[4] = "00000000-0000-4000-8000-000000000000";
        QFile file(lock);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(lines.join('\n'));
        file.close();
        const auto taken = DataDirectory::open(folder.path());
        QVERIFY_OK(taken);
        QVERIFY(!DataDirectory::open(folder.path()));
    }

    void saysWhatIsNoFolder()
    {
        const QTemporaryDir folder;
        const auto opened = DataDirectory::open(folder.filePath(QStringLiteral("none")));
        QVERIFY(!opened);
        QCOMPARE(opened.error().event, events::CFG_BAD_PATH);
    }
};

BUSHENG_TEST(TstDataDirectory)
#include "tst_data_directory.moc"
