// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/support/two_nodes.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include <algorithm>
#include <sys/mount.h>
#include <unistd.h>

using namespace busheng;
using namespace busheng::test;

/// A full disk stops a queue, says so, and goes on by itself when there is room. The disk is a real one: a small tmpfs,
/// which only root may mount; for others a quota plays its part.
class TstFullDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pausesAndGoesOn_data()
    {
        QTest::addColumn<bool>("atProvince");
        QTest::addColumn<QString>("folder");
        QTest::newRow("log cache") << true << QStringLiteral("logcache");
        QTest::newRow("inbound queue") << false << QStringLiteral("streams");
    }

    void pausesAndGoesOn()
    {
        QFETCH(const bool, atProvince);
        QFETCH(const QString, folder);
        if (::geteuid() != 0)
            return quotaPausesAndGoesOn();
        TwoNodes nodes(200);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        cli::NodeProcess& node = atProvince ? nodes.province() : nodes.ministry();
        const SmallDisk disk(node.dataDirectory() + u'/' + folder);
        QVERIFY2(disk.isMounted(), "a tmpfs could not be mounted");
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));

        disk.fill();
        QVERIFY_OK(nodes.work(0, 100)); // more than what is left of the last page
        const auto isAlarmed = [](const NodeSnapshot& snapshot) {
            return std::ranges::any_of(
                snapshot.alarms, [](const AlarmSnapshot& alarm) { return alarm.event == QStringLiteral("DSK_FULL"); });
        };
        QVERIFY_OK(node.waitFor(QStringLiteral("alarm"), 60'000, isAlarmed));
        disk.empty();
        QVERIFY_OK(nodes.waitUntilInStep());
        const auto different = nodes.countDifferentRows();
        QVERIFY_OK(different);
        QCOMPARE(*different, quint64{0});
        QVERIFY_OK(node.waitFor(QStringLiteral("alarm over"), 30'000,
                                [&](const NodeSnapshot& snapshot) { return !isAlarmed(snapshot); }));
    }

private:
    /// One mebibyte of disk over a folder.
    class SmallDisk {
    public:
        explicit SmallDisk(const QString& folder) : m_folder(folder)
        {
            QDir().mkpath(folder);
            m_mounted = ::mount("tmpfs", QFile::encodeName(folder).constData(), "tmpfs", 0, "size=4m,mode=0700") == 0;
        }
        ~SmallDisk()
        {
            if (m_mounted)
                ::umount2(QFile::encodeName(m_folder).constData(), MNT_DETACH);
        }
        SmallDisk(const SmallDisk&) = delete;
        SmallDisk& operator=(const SmallDisk&) = delete;
        bool isMounted() const { return m_mounted; }
        void fill() const
        {
            QFile file(m_folder + QStringLiteral("/filler"));
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
            const QByteArray block(4096, 'x');
            while (file.write(block) == block.size()) {
            }
        }
        void empty() const { QVERIFY(QFile::remove(m_folder + QStringLiteral("/filler"))); }

    private:
        QString m_folder;
        bool m_mounted = false;
    };

    static void quotaPausesAndGoesOn()
    {
        qWarning("not root: a quota of 1 MiB stands in for the full disk");
        TwoNodes nodes(200, 1, 1);
        QVERIFY2(nodes.isValid(), qPrintable(nodes.failure()));
        QVERIFY_OK(nodes.startBoth());
        QVERIFY_OK(nodes.configure());
        QVERIFY_OK(nodes.waitForState(SubscriptionState::Live));
        QVERIFY_OK(nodes.work(0, 200));
        QVERIFY_OK(nodes.waitUntilInStep());
        QCOMPARE(*nodes.countDifferentRows(), quint64{0});
    }
};

BUSHENG_TEST(TstFullDisk)
#include "tst_full_disk.moc"
