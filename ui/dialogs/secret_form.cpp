// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/secret_form.h"

#include "ui/client/operator_name.h"
#include "ui/dialogs/confirmation.h"
#include "ui/dialogs/right_guard.h"
#include "ui/text/display_text.h"

#include <QDialogButtonBox>

namespace busheng {
namespace {

constexpr int kFieldCharacters = 44;

} // namespace

SecretForm::SecretForm(EngineClient& client, const DatabaseConfig& database, QWidget* parent)
    : EngineDialog(client, parent), m_database(database), m_fields(new SecretFields(client, this)),
      m_outcome(new WrappedLabel), m_save(nullptr), m_test(nullptr), m_remove(nullptr)
{
    build();
    m_fields->setDatabase(database.name);
    m_fields->ask();
    updateButtons();
    m_fields->setFocus();
}

void SecretForm::build()
{
    setWindowTitle(tr("Password of %1").arg(displayText(m_database.name)));
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    m_fields->field()->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kFieldCharacters);
    m_outcome->hide();
    auto* buttons = new QDialogButtonBox;
    m_save = buttons->addButton(tr("Keep in the vault"), QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_test = buttons->addButton(tr("Test"), QDialogButtonBox::ActionRole);
    m_test->setToolTip(tr("The node logs in, with what is typed or else with what it has; nothing is kept"));
    m_remove = buttons->addButton(tr("Take out of the vault…"), QDialogButtonBox::ActionRole);
    layout->addWidget(m_fields);
    layout->addWidget(m_outcome);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setBody(body);
    needRights(client(), {{m_save, "setSecret"}, {m_test, "testDatabase"}, {m_remove, "removeSecret"}});
    connect(m_fields, &SecretFields::changed, this, [this] {
        m_outcome->hide();
        updateButtons();
    });
    connect(m_test, &QPushButton::clicked, this, &SecretForm::test);
    connect(m_remove, &QPushButton::clicked, this, &SecretForm::askToRemove);
    connect(buttons, &QDialogButtonBox::accepted, this, &SecretForm::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void SecretForm::updateButtons()
{
    m_save->setEnabled(m_fields->isUsable() && m_fields->isRight() && !m_fields->secret().isEmpty());
    m_test->setEnabled(m_fields->isRight());
    m_remove->setEnabled(m_fields->isUsable() && m_fields->isKept());
}

void SecretForm::test()
{
    if (isWaiting())
        return;
    beginWaiting();
    client().request<void>(
        this,
        [database = m_database, secret = m_fields->secret()](EngineApi& engine, Reply<> reply) {
            engine.structures().testDatabase(database, secret, std::move(reply));
        },
        [this](const Result<>& result) {
            endWaiting(result ? std::optional<Error>() : result.error());
            m_outcome->setWords(result ? tr("The node has logged in and read the list of tables.") : QString());
            m_outcome->setVisible(result.has_value());
        });
}

void SecretForm::askToRemove()
{
    confirm(this,
            {m_remove->text(), tr("Take the password of \"%1\" out of the vault?").arg(displayText(m_database.name)),
             tr("From the next connection on the node logs in without it, or with what its password file says."),
             tr("Take out")},
            [this] {
                submit(
                    [name = m_database.name](EngineApi& engine, Reply<> reply) {
                        engine.security().removeSecret(name, operatorName(), std::move(reply));
                    },
                    [] {});
            });
}

void SecretForm::save()
{
    submit(
        [name = m_database.name, secret = m_fields->secret()](EngineApi& engine, Reply<> reply) {
            engine.security().setSecret(name, secret, operatorName(), std::move(reply));
        },
        [] {});
}

} // namespace busheng
