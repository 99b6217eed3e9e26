// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/names/system_initials.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace busheng;

class TstSystemInitials : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void spellsSystemNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("letters");
        const auto row = [](const char* name, const char* letters) {
            QTest::newRow(name) << QString::fromUtf8(name) << QString::fromLatin1(letters);
        };
        row("联网监测系统", "LWJCXT");
        row("社会保险关系转移接续平台", "SHBXGXZYJXPT");
        row("劳动人事争议调解仲裁办案系统", "LDRSZYTJZCBAXT");
        row("城乡居民基本养老保险信息系统", "CXJMJBYLBXXXXT");
        row("全国社会保险参保信息查询", "QGSHBXCBXXCX");
        row("就业失业登记", "JYSYDJ");
        row("工伤保险待遇给付", "GSBXDYJF");
        row("人力资源市场调查", "RLZYSCDC");
        row("银行账户校验", "YHZHJY");
        row("会计核算", "KJHS");
        row("社会会计", "SHKJ");
        row("西藏自治区", "XZZZQ");
        row("重庆市长期护理保险", "CQSCQHLBX");
        row("长三角一体化", "CSJYTH");
        row("重复参保核查", "CFCBHC");
        row("基金调剂", "JJTJ");
        row("职称评审", "ZCPS");
        row("高校毕业生", "GXBYS");
        row("技能人才评价", "JNRCPJ");
        row("欠薪治理", "QXZL");
        row("社保卡（二期）", "SBKEQ");
        row("HR人事系统", "HRRSXT");
        row("hr_x", "HRX");
        row("䶮氏", "YS");
    }
    void spellsSystemNames()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, letters);
        const auto found = initialsOf(name);
        QVERIFY(found.has_value());
        QCOMPARE(found->letters, letters);
    }

    void saysWhatIsDoubtful()
    {
        QCOMPARE(initialsOf(QStringLiteral("调解银行")).value().doubtful, QStringList());
        QCOMPARE(initialsOf(QStringLiteral("重调重")).value().doubtful,
                 (QStringList{QStringLiteral("重"), QStringLiteral("调")}));
    }

    void refusesWhatHasNoInitial_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("fault");
        QTest::addColumn<qsizetype>("position");
        const auto row = [](const char* name, const char* fault, qsizetype position) {
            QTest::newRow(name) << QString::fromUtf8(name) << QString::fromLatin1(fault) << position;
        };
        row("", "Empty", 0);
        row("（）", "Empty", 0);
        row("12333电话咨询", "NoInitial", 0);
        row("电话12333", "NoInitial", 6);
        row("社保，医保", "NoInitial", 6);
        row("ひらがな", "NoInitial", 0);
        row("𠮷", "NoInitial", 0);
        row("社保\xe2\x80\xae卡", "InvisibleCharacter", 6);
        row("社保\n卡", "ControlCharacter", 6);
        row("社会保险社会保险社会保险社会保险社会保险社会保险社会保险社会保险卡", "InitialsTooLong", 0);
    }
    void refusesWhatHasNoInitial()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, fault);
        QFETCH(const qsizetype, position);
        const auto refused = initialsOf(name);
        QVERIFY(!refused);
        QCOMPARE(nameFaultName(refused.error().fault), fault);
        QCOMPARE(refused.error().position, position);
    }
};

BUSHENG_TEST(TstSystemInitials)
#include "tst_system_initials.moc"
