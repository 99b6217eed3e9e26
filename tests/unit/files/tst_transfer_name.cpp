// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/platform.h"
#include "engine/files/transfer_name.h"
#include "engine/model/events.h"
#include "tests/support/test_main.h"

using namespace busheng;

namespace {

const QString kTree = QStringLiteral("tree");
const QString kPortable = QStringLiteral("portable");
const QString kUpload = QStringLiteral("upload");

} // namespace

/// Which names cross; what each rule refuses in detail is in tst_name_corpus.cpp.
class TstTransferName : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesWhatIsOneThingEverywhere()
    {
        for (const Bytes& name : {Bytes("材料 1.doc"), Bytes("-rf"), Bytes("'quotes'"), Bytes("100%.txt"),
                                  Bytes(".hidden"), Bytes("console"), Bytes(255, 'n')}) {
            QVERIFY2(checkSentName("目录/里", name, kTree), name.c_str());
            QVERIFY2(checkSentName({}, name, kPortable), name.c_str());
            QVERIFY2(checkReceivedName("目录/里", name), name.c_str());
        }
        QVERIFY(checkSentName({}, "a:b", kTree)); // Linux knows such names, and keeps them
        QCOMPARE(checkReceivedName({}, "Foo::Bar.3pm").has_value(), !kIsWindows);
    }

    void refusesWhatDeceivesAtBothEnds()
    {
        for (const Bytes& name : {Bytes("gpj\xe2\x80\xae.exe"), Bytes("zero\xe2\x80\x8bwidth"), Bytes("line\nend"),
                                  Bytes("escape\x1b[31m"), Bytes("con"), Bytes("Nul.txt"), Bytes("LPT1"), Bytes("dot."),
                                  Bytes("blank "), Bytes("%2e%2e"), Bytes("a\\b"), Bytes("\xff\xfe"), Bytes("..")}) {
            for (const auto& refused : {checkSentName({}, name, kTree), checkReceivedName({}, name),
                                        checkReceivedName(name, "file"), checkSentName(name, "dir", kUpload, true)}) {
                QVERIFY2(!refused, name.c_str());
                QCOMPARE(refused.error().event, events::NAM_REFUSED);
                QCOMPARE(refused.error().code, ErrorCode::Config);
            }
        }
        QVERIFY(!checkReceivedName(Bytes(4090, 'd'), "too long"));
    }

    void keepsToThePolicyOfTheTask()
    {
        QVERIFY(!checkSentName({}, "a:b", kPortable));
        QVERIFY(!checkSentName({}, "what?", kPortable));
        QVERIFY(checkSentName("any directory", "370000LWJCXT20211212162030.doc", kUpload));
        QVERIFY(checkSentName({}, "370000LWJCXT20211212162030013.doc", kUpload));
        QVERIFY(checkSentName({}, "any directory", kUpload, true));
        const auto refused = checkSentName({}, "370000LWJCXT20211312162030.doc", kUpload);
        QVERIFY(!refused);
        QVERIFY(!refused.error().args.isEmpty());
        QVERIFY(!checkSentName({}, "report.doc", kUpload));
    }
};

BUSHENG_TEST(TstTransferName)
#include "tst_transfer_name.moc"
