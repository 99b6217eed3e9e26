// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/patrol_card.h"

#include "ui/dialogs/patrol_dialog.h"
#include "ui/text/display_text.h"
#include "ui/text/event_text.h"
#include "ui/text/timetable_text.h"
#include "ui/text/words.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>

#include <algorithm>

namespace busheng {
namespace {

constexpr int kMargin = 14;
constexpr int kRowSpacing = 9;

} // namespace

PatrolCard::PatrolCard(EngineClient& client, QSettings& settings, QWidget* parent)
    : Card(parent), m_client(client), m_schedule(client, settings), m_about(new WrappedLabel), m_now(new QPushButton),
      m_timesLabel(new QLabel), m_times(new QComboBox), m_folderLabel(new QLabel), m_folder(new QLineEdit),
      m_browse(new QPushButton), m_next(new WrappedLabel), m_outcome(new WrappedLabel)
{
    build();
    connect(m_now, &QPushButton::clicked, this, [this] { (new PatrolDialog(m_client, window()))->open(); });
    connect(m_times, &QComboBox::activated, this, &PatrolCard::onChosen);
    connect(m_folder, &QLineEdit::editingFinished, this, &PatrolCard::onChosen);
    connect(m_browse, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(window(), tr("Where the reports are kept"), m_folder->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
            m_folder->setText(folder);
            onChosen();
        });
        dialog->open();
    });
    connect(&m_schedule, &PatrolSchedule::written, this, [this](const QString& path) {
        m_outcome->setWords(tr("The last report stands in %1.").arg(displayText(path)));
        m_outcome->show();
        showNext();
    });
    connect(&m_schedule, &PatrolSchedule::failed, this, [this](const Error& error) {
        m_outcome->setWords(errorLine(error));
        m_outcome->show();
    });
}

void PatrolCard::build()
{
    for (const QString& line : {QString(), QStringLiteral("daily 07:30"), QStringLiteral("weekly mon 07:30"),
                                QStringLiteral("monthly 1 07:30")})
        m_times->addItem(QString(), line);
    m_times->setCurrentIndex(std::max(0, m_times->findData(m_schedule.times())));
    m_folder->setText(m_schedule.folder());
    m_timesLabel->setBuddy(m_times);
    m_folderLabel->setBuddy(m_folder);
    auto* place = new QHBoxLayout;
    place->setSpacing(kRowSpacing);
    place->addWidget(m_folder, 1);
    place->addWidget(m_browse);
    auto* content = new QWidget;
    auto* form = new QFormLayout(content);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(kRowSpacing);
    form->addRow(m_about);
    form->addRow(m_timesLabel, m_times);
    form->addRow(m_folderLabel, place);
    form->addRow(m_next);
    form->addRow(m_outcome);
    m_outcome->hide();
    setContent(content, kMargin);
    addHeadWidget(m_now);
}

void PatrolCard::onChosen()
{
    const QString times = m_times->currentData().toString();
    const QString folder = QDir::fromNativeSeparators(m_folder->text().trimmed());
    if (times != m_schedule.times() || folder != m_schedule.folder())
        m_schedule.set(times, folder, QDateTime::currentMSecsSinceEpoch());
    showNext();
}

void PatrolCard::showNext()
{
    const auto due = m_schedule.due();
    QString text;
    if (due)
        text = tr("The next report is made at %1, as long as the console runs.").arg(Words::time(*due));
    else if (!m_schedule.times().isEmpty())
        text = tr("Choose the folder that the reports are kept in.");
    m_next->setWords(text);
    m_next->setVisible(!text.isEmpty());
}

void PatrolCard::retranslate()
{
    setTitle(tr("Patrol"));
    m_about->setWords(tr("Looks at disk, clock, certificates, log retention, rights, links, alarms, backlog, "
                         "reconciliations and the ledger, and says what is not in order."));
    m_now->setText(tr("Patrol now…"));
    m_timesLabel->setText(tr("Report as PDF"));
    m_times->setItemText(0, tr("by hand only"));
    for (int i = 1; i < m_times->count(); ++i)
        m_times->setItemText(i, TimetableText::of(m_times->itemData(i).toString()));
    m_folderLabel->setText(tr("Folder"));
    m_browse->setText(tr("Browse…"));
    showNext();
}

} // namespace busheng
