-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "provider" TEXT NOT NULL,
    "provider_account_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("provider","provider_account_id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "workspace_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "device" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "subject" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("subject","window_start")
);

-- CreateTable
CREATE TABLE "workspaces" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "site_key" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "domain" TEXT,
    "suspended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateTable
CREATE TABLE "keys" (
    "hash" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "encrypted" TEXT,
    "last4" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "keys_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integrations" (
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT false,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "shared_secret" TEXT,
    "first_delivery_at" TIMESTAMPTZ(3),
    "last_delivery_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "integrations_pkey" PRIMARY KEY ("workspace_id","kind")
);

-- CreateTable
CREATE TABLE "goals" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "display_name" TEXT,
    "is_main" BOOLEAN NOT NULL DEFAULT false,
    "is_visible" BOOLEAN NOT NULL DEFAULT true,
    "archived_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "goals_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "messages" (
    "workspace_id" UUID NOT NULL,
    "key" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "anonymous_id" UUID,
    "user_id" UUID,
    "url" TEXT,
    "properties" JSONB NOT NULL DEFAULT '{}',
    "project_id" TEXT,
    "library" TEXT,
    "excluded_reason" TEXT,
    "flags" TEXT[],

    CONSTRAINT "messages_pkey" PRIMARY KEY ("workspace_id","key")
);

-- CreateTable
CREATE TABLE "unsettled_messages" (
    "workspace_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "key" UUID NOT NULL,

    CONSTRAINT "unsettled_messages_pkey" PRIMARY KEY ("workspace_id","received_at","key")
);

-- CreateTable
CREATE TABLE "tombstones" (
    "workspace_id" UUID NOT NULL,
    "alias_hash" UUID NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tombstones_pkey" PRIMARY KEY ("workspace_id","alias_hash")
);

-- CreateTable
CREATE TABLE "delivery_days" (
    "workspace_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "outcome" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "count" BIGINT NOT NULL,

    CONSTRAINT "delivery_days_pkey" PRIMARY KEY ("workspace_id","day","outcome","name")
);

-- CreateTable
CREATE TABLE "goal_hours" (
    "workspace_id" UUID NOT NULL,
    "goal_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "events" BIGINT NOT NULL,

    CONSTRAINT "goal_hours_pkey" PRIMARY KEY ("workspace_id","goal_id","hour")
);

-- CreateTable
CREATE TABLE "goal_days" (
    "workspace_id" UUID NOT NULL,
    "goal_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "events" BIGINT NOT NULL,

    CONSTRAINT "goal_days_pkey" PRIMARY KEY ("workspace_id","goal_id","day")
);

-- CreateTable
CREATE TABLE "integration_hours" (
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "events" BIGINT NOT NULL,

    CONSTRAINT "integration_hours_pkey" PRIMARY KEY ("workspace_id","kind","hour")
);

-- CreateTable
CREATE TABLE "settlements" (
    "workspace_id" UUID NOT NULL,
    "settled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settlements_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "accounts_user_id_idx" ON "accounts"("user_id");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "workspaces_site_key_key" ON "workspaces"("site_key");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE INDEX "keys_workspace_id_idx" ON "keys"("workspace_id");

-- CreateIndex
CREATE INDEX "audit_log_workspace_id_at_idx" ON "audit_log"("workspace_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "goals_workspace_id_source_type_name_key" ON "goals"("workspace_id", "source", "type", "name");

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "keys" ADD CONSTRAINT "keys_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "goals" ADD CONSTRAINT "goals_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "goal_hours" ADD CONSTRAINT "goal_hours_workspace_id_goal_id_fkey" FOREIGN KEY ("workspace_id", "goal_id") REFERENCES "goals"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "goal_days" ADD CONSTRAINT "goal_days_workspace_id_goal_id_fkey" FOREIGN KEY ("workspace_id", "goal_id") REFERENCES "goals"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.

-- One active conversion integration per workspace, whoever wins the race.
CREATE UNIQUE INDEX "integrations_one_active" ON "integrations"("workspace_id") WHERE "is_active";

-- One main event per workspace.
CREATE UNIQUE INDEX "goals_one_main" ON "goals"("workspace_id") WHERE "is_main";

-- One segment key per workspace that does not expire; its predecessors do.
CREATE UNIQUE INDEX "keys_one_current_segment" ON "keys"("workspace_id") WHERE "kind" = 'segment' AND "expires_at" IS NULL;

-- A person's messages, for attribution and for forgetting.
CREATE INDEX "messages_of_user" ON "messages"("workspace_id", "user_id") WHERE "user_id" IS NOT NULL;
CREATE INDEX "messages_of_anonymous" ON "messages"("workspace_id", "anonymous_id") WHERE "anonymous_id" IS NOT NULL;

ALTER TABLE "memberships" ADD CONSTRAINT "memberships_role" CHECK ("role" IN ('owner', 'admin', 'member'));
ALTER TABLE "keys" ADD CONSTRAINT "keys_kind" CHECK ("kind" IN ('segment', 'api'));
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_kind" CHECK ("kind" IN ('segment', 'google-analytics'));
ALTER TABLE "goals" ADD CONSTRAINT "goals_source" CHECK ("source" IN ('segment', 'google-analytics', 'native'));
ALTER TABLE "goals" ADD CONSTRAINT "goals_type" CHECK ("type" IN ('track', 'page_view', 'click'));
ALTER TABLE "goals" ADD CONSTRAINT "goals_main_is_shown" CHECK (NOT "is_main" OR ("is_visible" AND "archived_at" IS NULL));
ALTER TABLE "goals" ADD CONSTRAINT "goals_name_length" CHECK (char_length("name") BETWEEN 1 AND 255);
