// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/tree_directory.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace busheng;

class TstTreeDirectory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesListsAndRenames()
    {
        const QTemporaryDir directory;
        const auto root = TreeDirectory::openRoot(directory.path());
        QVERIFY_OK(root);
        const auto deep = root->make("目录/b");
        QVERIFY_OK(deep);
        for (const char* name : {"z", "a", "中", "\xc4\xe3.gbk"}) { // the last is no UTF-8
            auto file = deep->makeFile(name, true);
            QVERIFY_OK(file);
            QVERIFY_OK(file->writeAt(0, name));
        }
        const auto entries = deep->list();
        QVERIFY_OK(entries);
        QCOMPARE(entries->size(), std::size_t(4));
        QCOMPARE(entries->at(0).name, Bytes("a"));
        QCOMPARE(entries->at(2).name, Bytes("\xc4\xe3.gbk"));
        QCOMPARE(shownPath(entries->at(2).name), QStringLiteral("\\xc4\\xe3.gbk"));
        QVERIFY_OK(deep->rename("z", *root, "moved"));
        QVERIFY(!*deep->look("z"));
        QCOMPARE((*root->look("moved"))->size, std::uint64_t(1));
        QVERIFY(!*root->open("not/there"));
        QVERIFY(!*root->openFile("not-there"));
        QVERIFY_OK(root->remove("not-there"));
        QVERIFY_OK(root->syncFileSystem());
    }

    void followsNoLink()
    {
        const QTemporaryDir directory;
        const QTemporaryDir outside;
        QVERIFY(QFile::link(outside.path(), directory.filePath(QStringLiteral("way"))));
        QVERIFY(QFile::link(QStringLiteral("/etc/passwd"), directory.filePath(QStringLiteral("file"))));
        const auto root = TreeDirectory::openRoot(directory.path());
        QVERIFY_OK(root);
        QVERIFY(!root->open("way"));
        QVERIFY(!root->make("way/deeper"));
        QVERIFY(!root->openFile("file"));
        QVERIFY(!root->makeFile("file", false));
        QVERIFY(QDir(outside.path()).isEmpty());
        const auto entries = root->list();
        QVERIFY_OK(entries);
        for (const TreeDirectory::Entry& entry : *entries)
            QVERIFY(entry.kind == TreeDirectory::Kind::Other);
    }

    void refusesWhatIsNoName()
    {
        const QTemporaryDir directory;
        const auto root = TreeDirectory::openRoot(directory.path());
        QVERIFY_OK(root);
        for (const Bytes& name : {Bytes(), Bytes("."), Bytes(".."), Bytes("a/b"), Bytes("a\0b", 3), Bytes(256, 'n')}) {
            QVERIFY(!isTreeName(name));
            const auto made = root->makeFile(name, true);
            QVERIFY(!made);
            QCOMPARE(made.error().event, events::FIL_NAME);
            QVERIFY(!root->look(name));
            QVERIFY(!root->remove(name));
        }
        QVERIFY(isTreeName(Bytes(255, 'n')));
        QVERIFY(!root->make("../up"));
        QVERIFY_OK(root->make("a/b"));
        QVERIFY(!root->open("a//b"));
    }

    void tellsAFileThatSomebodyWrites()
    {
        const QTemporaryDir directory;
        const auto root = TreeDirectory::openRoot(directory.path());
        QVERIFY_OK(root);
        auto writing = root->makeFile("f", true);
        QVERIFY_OK(writing);
        {
            const auto reading = root->openFile("f");
            QVERIFY((*reading)->isOpenForWriting());
        }
        *writing = TreeFile();
        const auto reading = root->openFile("f");
        QVERIFY(!(*reading)->isOpenForWriting());
    }
};

BUSHENG_TEST(TstTreeDirectory)
#include "tst_tree_directory.moc"
