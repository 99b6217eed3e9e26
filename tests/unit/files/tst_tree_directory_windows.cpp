// SPDX-License-Identifier: GPL-3.0-or-later
// What a tree beneath a root is on Windows: names that Windows reads as another thing are no names.
#include "engine/files/tree_directory.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QTemporaryDir>

using namespace busheng;

class TstTreeDirectoryWindows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesReadsRenamesAndRemoves()
    {
        const QTemporaryDir directory;
        const auto root = TreeDirectory::openRoot(directory.filePath(QStringLiteral("根目录")));
        QVERIFY_OK(root);
        const auto deep = root->make("安徽/数据");
        QVERIFY_OK(deep);
        {
            auto file = deep->makeFile("甲.txt", true);
            QVERIFY_OK(file);
            QVERIFY_OK(file->writeAt(0, "0123456789"));
            QVERIFY_OK(file->writeAt(4, "abc"));
            QVERIFY_OK(file->truncate(8));
            QVERIFY_OK(file->setModified(1'700'000'000'123'456'700));
            QVERIFY_OK(file->sync());
        }
        {
            const auto file = deep->openFile("甲.txt");
            QVERIFY_OK(file);
            QVERIFY(*file);
            Bytes read(100, '\0');
            const auto got = (*file)->readAt(2, read);
            QVERIFY_OK(got);
            QCOMPARE(read.substr(0, *got), Bytes("23abc7"));
            const auto identity = (*file)->identity();
            QVERIFY_OK(identity);
            QCOMPARE(identity->size, std::uint64_t(8));
            QCOMPARE(identity->modifiedNs, std::int64_t(1'700'000'000'123'456'700));
            QVERIFY(identity->inode != 0);
        }
        QVERIFY_OK(root->makeFile("there", true)); // replaced
        QVERIFY_OK(deep->rename("甲.txt", *root, "there"));
        const auto gone = deep->look("甲.txt");
        QVERIFY_OK(gone);
        QVERIFY(!*gone);
        const auto moved = root->look("there");
        QVERIFY_OK(moved);
        QCOMPARE((*moved)->size, std::uint64_t(8));
        const auto entries = root->list();
        QVERIFY_OK(entries);
        QCOMPARE(entries->size(), std::size_t(2));
        QCOMPARE(entries->at(0).name, Bytes("there"));
        QVERIFY(entries->at(0).kind == TreeDirectory::Kind::File);
        QCOMPARE(entries->at(1).name, Bytes("安徽"));
        QVERIFY(entries->at(1).kind == TreeDirectory::Kind::Directory);
        QVERIFY_OK(root->remove("there"));
        QVERIFY_OK(root->remove("there"));
        QVERIFY_OK(root->syncFileSystem());
    }

    void refusesWhatWindowsReadsAsAnotherThing()
    {
        const QTemporaryDir directory;
        const auto root = TreeDirectory::openRoot(directory.path());
        QVERIFY_OK(root);
        for (const Bytes& name :
             {Bytes("CON"), Bytes("nul.txt"), Bytes("com1"), Bytes("a:stream"), Bytes("a."), Bytes("a "), Bytes("a\\b"),
              Bytes("..\\up"), Bytes("a?"), Bytes("a*"), Bytes("a|b"), Bytes("\xc4\xe3.gbk"), Bytes(".."), Bytes()}) {
            const auto made = root->makeFile(name, true);
            QVERIFY2(!made, name.c_str());
            QCOMPARE(made.error().event, events::FIL_NAME);
            QVERIFY(!root->look(name));
            QVERIFY(!root->remove(name));
            QVERIFY(name.empty() || !root->make(name));
        }
        QVERIFY(QDir(directory.path()).isEmpty());
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
            QVERIFY_OK(reading);
            QVERIFY((*reading)->isOpenForWriting());
        }
        *writing = TreeFile();
        const auto reading = root->openFile("f");
        QVERIFY_OK(reading);
        QVERIFY(!(*reading)->isOpenForWriting());
    }

    void takesLongPaths()
    {
        const QTemporaryDir directory;
        const auto root = TreeDirectory::openRoot(directory.path());
        QVERIFY_OK(root);
        Bytes path = "a";
        for (int depth = 0; depth < 10; ++depth)
            path += "/" + Bytes(60, 'd');
        const auto deep = root->make(path);
        QVERIFY_OK(deep);
        QVERIFY_OK(deep->makeFile("f", true));
        const auto again = root->open(path);
        QVERIFY_OK(again);
        const auto found = (*again)->look("f");
        QVERIFY_OK(found);
        QVERIFY(*found);
    }
};

BUSHENG_TEST(TstTreeDirectoryWindows)
#include "tst_tree_directory_windows.moc"
