// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/reason_form.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr int kCharacters = 60;
constexpr int kLines = 4;

} // namespace

ReasonForm::ReasonForm(EngineClient& client, const Question& question, Send send, QWidget* parent)
    : EngineDialog(client, parent), m_words(new QPlainTextEdit), m_button(nullptr)
{
    setWindowTitle(question.title);
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* text = new QLabel(question.text);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    layout->addWidget(text);
    m_words->setTabChangesFocus(true);
    m_words->setAccessibleName(question.text);
    m_words->setMinimumWidth(fontMetrics().horizontalAdvance(u'0') * kCharacters);
    m_words->setMaximumHeight(fontMetrics().lineSpacing() * (kLines + 1));
    layout->addWidget(m_words);
    auto* buttons = new QDialogButtonBox;
    m_button = buttons->addButton(question.button, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    layout->addWidget(buttons);
    setBody(body);
    if (question.needsWords) {
        m_button->setEnabled(false);
        connect(m_words, &QPlainTextEdit::textChanged, this,
                [this] { m_button->setEnabled(!m_words->toPlainText().trimmed().isEmpty()); });
    }
    connect(buttons, &QDialogButtonBox::accepted, this, [this, send = std::move(send)] {
        submit([send, words = m_words->toPlainText().trimmed()](
                   EngineApi& engine, Reply<> reply) { send(engine, words, std::move(reply)); },
               [this] { Q_EMIT sent(); });
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_words->setFocus();
}

ReasonForm* askForReason(EngineClient& client, qint64 change, QWidget* parent)
{
    auto* form = new ReasonForm(
        client,
        {ReasonForm::tr("Waits for a second person"),
         ReasonForm::tr("This is change %1 now. It is done when a reviewer confirms it. Why is it wanted?").arg(change),
         ReasonForm::tr("Tell the reviewer"), true},
        [change](EngineApi& engine, const QString& words, Reply<> reply) {
            engine.review().explainChange(change, words, std::move(reply));
        },
        parent);
    form->open();
    return form;
}

} // namespace busheng
