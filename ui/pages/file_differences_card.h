// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "ui/models/difference_models.h"
#include "ui/models/file_reconciliation_models.h"
#include "ui/widgets/card.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QToolButton>

#include <memory>

class QAction;
class QLineEdit;

namespace busheng {

class EmptyState;
class EngineClient;
class KindFilter;
class NoticeBar;
class PagedExport;

/// What one reconciliation of a file task found: how many files of each kind, each of them, and what both sides have of
/// one. The files are asked for as somebody looks at them. Those that the receiver has not, or has otherwise, can be
/// sent again.
class FileDifferencesCard : public Card {
    Q_OBJECT
public:
    explicit FileDifferencesCard(EngineClient& client, QWidget* parent = nullptr);
    ~FileDifferencesCard() override;

    void showReconciliation(const FileReconciliation& found);
    void retranslate();

    QTableView* files() const { return m_files; }
    QTableView* sides() const { return m_sides; }
    QToolButton* kindButton(FileDifferenceModel::Kinds kind) const;
    QLineEdit* search() const { return m_search; }
    QAction* resendAction() const { return m_resend; }
    QAction* resendAllAction() const { return m_resendAll; }
    QAction* copyAction() const { return m_copy; }
    QAction* csvAction() const { return m_csv; }
    QAction* pdfAction() const { return m_pdf; }
    const NoticeBar& notice() const { return *m_notice; }
    void saveCsv(const QString& path);
    void savePdf(const QString& path);

private:
    QWidget* build();
    void buildActions();
    DifferenceQuery query(qint64 from, qint64 limit) const;
    void request(const DifferenceQuery& wanted, std::function<void(const Result<FileDifferences>&)> take);
    void askFiles(qint64 from, int limit);
    void filter();
    void showFiles();
    void showSides();
    void showKinds();
    void showNote();
    void updateActions();
    std::vector<const FileDifference*> selected() const;
    void copySelected();
    void resendSelected();
    void collectToResend(const QStringList& paths);
    void openResend(const QStringList& paths);
    void askWhereToSave(const QString& suffix, const QString& filter,
                        void (FileDifferencesCard::*save)(const QString&));
    void writePdf(const QString& path, FileReconciliation found);
    void onSaved(const Result<>& result);
    void onFailed(const Error& error);

    EngineClient& m_client;
    FileReconciliation m_found;
    FileDifferenceModel m_model;
    DifferenceCellModel m_sideModel;
    QTimer m_typing;          ///< a search begins when somebody pauses
    quint64 m_generation = 0; ///< of what is asked for
    bool m_isSaving = false;
    bool m_isCollecting = false; ///< files to be sent again
    NoticeBar* m_notice;
    KindFilter* m_kinds;
    QLineEdit* m_search;
    QStackedWidget* m_stack;
    QTableView* m_files;
    EmptyState* m_empty;
    QTableView* m_sides;
    QAction* m_resend;
    QAction* m_resendAll;
    QAction* m_copy;
    QAction* m_csv;
    QAction* m_pdf;
    std::unique_ptr<PagedExport> m_export;
    std::unique_ptr<WorkerThread> m_writer; ///< last: ends before what it calls
};

} // namespace busheng
