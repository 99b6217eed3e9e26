// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/overtaken_dialog.h"

#include "ui/text/display_text.h"
#include "ui/text/review_text.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QJsonDocument>
#include <QVBoxLayout>

namespace busheng {
namespace {

constexpr QSize kSize(720, 380);
constexpr int kMargin = 16;
constexpr int kSpacing = 10;

QString textOf(const QJsonObject& json)
{
    return json.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

} // namespace

OvertakenDialog::OvertakenDialog(const SeenEdit& edit, const Error& overtaken, QWidget* parent)
    : QDialog(parent), m_edit(edit), m_present(QJsonDocument::fromJson(overtaken.args.value(1).toUtf8()).object()),
      m_words(new WrappedLabel(this)), m_table(new QTableWidget(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Changed by somebody else"));
    resize(kSize);
    fillTable();
    build();
}

void OvertakenDialog::build()
{
    if (m_present.isEmpty())
        m_words->setWords(tr("Somebody else has removed this while you were editing it. Saving yours makes it anew."));
    else if (m_table->rowCount() == 0)
        m_words->setWords(tr("Somebody else has saved just the same while you were editing it."));
    else if (m_edit.change.seen.isEmpty())
        m_words->setWords(tr("Somebody else has made one of this name meanwhile. Nothing has been saved yet."));
    else
        m_words->setWords(tr("Somebody else has saved this while you were editing it. Nothing of yours has been saved "
                             "yet, and nothing is lost."));
    auto* buttons = new QDialogButtonBox(this);
    m_mine = buttons->addButton(tr("Save mine"), QDialogButtonBox::DestructiveRole);
    m_mine->setToolTip(tr("What the other one saved is replaced"));
    if (!m_present.isEmpty()) {
        m_theirs = buttons->addButton(tr("Take theirs"), QDialogButtonBox::DestructiveRole);
        m_theirs->setToolTip(tr("What you typed is dropped; what stands there now stays"));
    }
    QPushButton* edit = buttons->addButton(tr("Go on editing"), QDialogButtonBox::RejectRole);
    edit->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(kSpacing);
    layout->addWidget(m_words);
    layout->addWidget(m_table, 1);
    layout->addWidget(buttons);
    m_table->setVisible(!m_present.isEmpty() && m_table->rowCount() > 0);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_mine, &QPushButton::clicked, this, [this] {
        SeenEdit again = m_edit;
        again.change.seen = m_present;
        Q_EMIT mineWanted(again);
        accept();
    });
    if (m_theirs != nullptr)
        connect(m_theirs, &QPushButton::clicked, this, [this] {
            Q_EMIT theirsWanted(m_present);
            accept();
        });
}

void OvertakenDialog::fillTable()
{
    ReviewedChange change;
    change.method = m_edit.change.method;
    change.before = textOf(m_present);
    change.after = textOf(m_edit.mine);
    m_table->setColumnCount(3);
    m_table->setHorizontalHeaderLabels({tr("What"), tr("There now"), tr("Yours")});
    for (const ChangedField& field : changedFields(change)) {
        if (!field.differs)
            continue;
        const int row = m_table->rowCount();
        m_table->insertRow(row);
        int column = 0;
        for (const QString& text : {field.name, field.before, field.after}) {
            auto* item = new QTableWidgetItem(text);
            item->setToolTip(plainToolTip(text));
            m_table->setItem(row, column++, item);
        }
    }
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setAccessibleName(tr("What is different"));
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setWordWrap(false);
}

} // namespace busheng
