// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/comparison_values.h"
#include "ui/models/difference_models.h"
#include "ui/widgets/card.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QToolButton>

#include <memory>
#include <optional>

class QAction;
class QLineEdit;

namespace busheng {

class CertificateActions;
class EmptyState;
class EngineClient;
class KindFilter;
class NoticeBar;
class PagedExport;

/// One reconciliation, from its tables to the ranges of their keys, to the rows that differ and to the fields of one of
/// them on two sides. The rows are asked for as somebody looks at them: there may be millions.
class VerificationCard : public Card {
    Q_OBJECT
public:
    explicit VerificationCard(EngineClient& client, QWidget* parent = nullptr);
    ~VerificationCard() override;

    void showVerification(const VerificationSnapshot& verification);
    void retranslate();

    QTableView* differences() const { return m_differences; }
    QTableView* cells() const { return m_cells; }
    QTableView* tables() const { return m_tables; }
    QToolButton* kindButton(DifferenceModel::Kinds kind) const;
    QLineEdit* search() const { return m_search; }
    QAction* rangeAction() const { return m_onlyRange; }
    QToolButton* rangeButton() const { return m_range; }
    QAction* copyAction() const { return m_copy; }
    const DifferenceModel& model() const { return m_model; }
    QPushButton* repairButton() const { return m_repair; }
    QPushButton* stopButton() const { return m_stop; }
    QPushButton* exportButton() const { return m_export; }
    CertificateActions& certificates() const { return *m_certificates; }
    const NoticeBar& notice() const { return *m_notice; }
    void saveCsv(const QString& path);

Q_SIGNALS:
    void changed(); ///< asked to stop or to repair: look again

private:
    QWidget* buildDifferences();
    void buildActions();
    DifferenceQuery query(qint64 from, int limit) const;
    void askRows(qint64 from, int limit);
    void filter();
    void selectFirst();
    void showRows();
    void showKinds();
    void showCells();
    void showNote();
    void updateButtons();
    void setRange(qint64 range);
    void copySelected();
    void stop();
    void askToRepair();
    void repair();
    void askWhereToSave();
    void onSaved(const Result<>& result);
    void onDone(const std::optional<Error>& error);
    void onFailed(const Error& error);

    EngineClient& m_client;
    VerificationSnapshot m_verification;
    TableCheckModel m_tableModel;
    DifferenceModel m_model;
    DifferenceCellModel m_cellModel;
    QTimer m_typing;          ///< a search begins when somebody pauses
    quint64 m_generation = 0; ///< of what is asked for
    QString m_table;          ///< whose rows are shown; empty: all
    qint64 m_rangeShown = 0;  ///< 0: all
    bool m_isAsking = false;
    qint64 m_repaired = 0; ///< asked for once: not twice by a double click
    NoticeBar* m_notice;
    QTableView* m_tables;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    KindFilter* m_kinds;
    QToolButton* m_range;
    QLineEdit* m_search;
    QStackedWidget* m_rowStack;
    QTableView* m_differences;
    EmptyState* m_nothingFound;
    QTableView* m_cells;
    QPushButton* m_stop;
    QPushButton* m_repair;
    QPushButton* m_export;
    CertificateActions* m_certificates;
    QAction* m_onlyRange;
    QAction* m_copy;
    std::unique_ptr<PagedExport> m_saver; ///< last: ends before what it calls
};

} // namespace busheng
