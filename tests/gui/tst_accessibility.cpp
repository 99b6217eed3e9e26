// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console_fixture.h"
#include "tests/gui/fake_setup.h"
#include "tests/gui/sample_node.h"
#include "tests/support/test_main.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/region_field.h"
#include "ui/wizard/first_start_wizard.h"
#include "ui/wizard/identity_step.h"
#include "ui/wizard/node_step.h"
#include "ui/wizard/peers_step.h"
#include "ui/wizard/summary_step.h"
#include "ui/wizard/welcome_step.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>

using namespace busheng;
using busheng::test::ConsoleFixture;

/// Who does not see the screen, or has no mouse, can use every page.
class TstAccessibility : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_console = std::make_unique<ConsoleFixture>();
        m_console->engine.setConfiguration(test::ministryConfiguration());
        m_console->engine.setFileRuns(test::someRuns());
        m_console->engine.setFileRows(test::someFiles());
        m_console->engine.setLedger(test::someLedger(100));
        m_console->engine.setLinkKeys(test::someLinkKeys());
        m_console->engine.setExceptions(test::someExceptions());
        m_console->engine.setVerification(test::foundDifferences());
        NodeSnapshot node = test::failingNode();
        node.fileTasks = test::filesNode().fileTasks;
        node.credentials = test::someCredentials();
        m_window = &m_console->open(node);
        QTRY_VERIFY(m_window->connectionText() == QStringLiteral("引擎运行中"));
    }
    void cleanup()
    {
        m_window->setLanguage(QStringLiteral("zh_CN"));
        m_console.reset();
    }

    void everyPageIsReachedByKeyboard()
    {
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window));
        for (int page = 0; page <= int(ConsolePage::Settings); ++page) {
            const auto key = page == int(ConsolePage::Settings)   ? Qt::Key_Comma
                             : page == int(ConsolePage::Security) ? Qt::Key_Period
                                                                  : Qt::Key(page < 9 ? Qt::Key_1 + page : Qt::Key_0);
            QTest::keyClick(m_window, key, Qt::ControlModifier);
            QTRY_COMPARE(m_window->navigation().current(), page);
        }
    }

    void everythingThatTakesInputHasAName_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("Chinese") << QStringLiteral("zh_CN");
        QTest::newRow("English") << QStringLiteral("en");
    }
    void everythingThatTakesInputHasAName()
    {
        QFETCH(const QString, language);
        m_window->setLanguage(language);
        QStringList nameless;
        int looked = 0;
        for (int page = 0; page <= int(ConsolePage::Settings); ++page) {
            m_window->showPage(ConsolePage(page));
            QCoreApplication::sendPostedEvents();
            looked += lookAt(*m_window, QStringLiteral("page %1").arg(page), nameless);
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QVERIFY(looked > 50);
    }

    void soDoesTheFirstStart()
    {
        test::FakeSetup setup(m_console->engine);
        SetupClient client(setup);
        FirstStartWizard wizard(client, NodeSetupState(), m_console->settings);
        wizard.welcome().directory()->setText(QStringLiteral("/var/lib/busheng"));
        wizard.show();
        QStringList nameless;
        int looked = 0;
        for (int step = 0; step < 5; ++step) {
            wizard.node().region()->setCode(QStringLiteral("340000"));
            wizard.node().name()->setText(QStringLiteral("安徽"));
            if (&wizard.current() == &wizard.identity()) {
                wizard.identity().requestButton()->click();
                QTRY_VERIFY(!wizard.isWorking() && wizard.identity().copyButton()->isVisible());
                wizard.identity().importFiles({QStringLiteral("answer.crt")});
                QTRY_VERIFY(wizard.nextButton()->isEnabled());
            }
            looked += lookAt(wizard, wizard.current().title(), nameless);
            WizardStep* const before = &wizard.current();
            if (before == &wizard.summary())
                break;
            QTRY_VERIFY(wizard.nextButton()->isEnabled());
            wizard.nextButton()->click();
            QTRY_VERIFY(!wizard.isWorking() && &wizard.current() != before);
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QVERIFY(looked > 25);
    }

private:
    /// Adds what takes input and has no name; returns how many it looked at.
    static int lookAt(const QWidget& window, const QString& where, QStringList& nameless)
    {
        int looked = 0;
        for (QWidget* widget : window.findChildren<QWidget*>()) {
            if (!takesInput(*widget))
                continue;
            ++looked;
            QAccessibleInterface* const interface = QAccessible::queryAccessibleInterface(widget);
            if (interface == nullptr || interface->text(QAccessible::Name).trimmed().isEmpty())
                nameless.append(QStringLiteral("%1: %2 in %3")
                                    .arg(where, QString::fromLatin1(widget->metaObject()->className()),
                                         QString::fromLatin1(widget->parentWidget()->metaObject()->className())));
        }
        return looked;
    }

    static bool takesInput(const QWidget& widget)
    {
        if (!widget.isVisible() || widget.focusPolicy() == Qt::NoFocus)
            return false;
        const QWidget* const parent = widget.parentWidget();
        if (qobject_cast<const QComboBox*>(parent) != nullptr ||
            qobject_cast<const QAbstractSpinBox*>(parent) != nullptr)
            return false; // a part of it
        return qobject_cast<const QLineEdit*>(&widget) != nullptr ||
               qobject_cast<const QComboBox*>(&widget) != nullptr ||
               qobject_cast<const QAbstractButton*>(&widget) != nullptr ||
               qobject_cast<const QAbstractSpinBox*>(&widget) != nullptr ||
               qobject_cast<const QAbstractItemView*>(&widget) != nullptr;
    }

    std::unique_ptr<ConsoleFixture> m_console;
    MainWindow* m_window = nullptr;
};

BUSHENG_TEST(TstAccessibility)
#include "tst_accessibility.moc"
