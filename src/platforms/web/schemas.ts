import { z } from "@hono/zod-openapi";
import { MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from "./limits.ts";
import { PROBLEM_CODES } from "./problem.ts";

// One set of schemas checks the requests and makes the OpenAPI document, so the two cannot disagree.

export const RoomParam = z.object({
  room: z
    .string()
    .min(1)
    .max(128)
    .openapi({
      param: { name: "room", in: "path" },
      description: "The room's id",
      example: "lobby",
    }),
});

const MessageId = z.int().positive().max(Number.MAX_SAFE_INTEGER);

export const PostMessage = z
  .object({
    // Counted in code points after cleaning, as the document says; the wider bound here only stops early.
    text: z
      .string()
      .min(1)
      .max(MAX_TEXT_LENGTH * 2)
      .openapi({
        maxLength: MAX_TEXT_LENGTH,
        description: "Plain text; begin with @小白鲸 to speak to the bot",
        example: "新生儿要吃维生素D3吗",
      }),
    name: z
      .string()
      .max(MAX_NAME_LENGTH * 4)
      .optional()
      .openapi({
        maxLength: MAX_NAME_LENGTH,
        description: "Shown in the room instead of the visitor's alias",
      }),
    replyTo: MessageId.optional().openapi({
      description: "The id of the message that this one answers",
    }),
    clientId: z.string().min(1).max(200).optional().openapi({
      description: "The same as the header Idempotency-Key, which wins when both are given",
    }),
    language: z.enum(["zh", "en"]).optional().openapi({ description: "What the sender reads" }),
  })
  .openapi("PostMessage");

export const IdempotencyHeader = z.object({
  "idempotency-key": z.string().min(1).max(200).optional().openapi({
    description: "A post repeated with the same key and text has one effect",
  }),
});

export const Posted = z
  .object({
    id: MessageId,
    room: z.string(),
    at: z.int().openapi({ description: "Milliseconds since 1970, UTC" }),
  })
  .openapi("Posted");

export const PressButton = z
  .object({
    data: z.string().min(1).max(200).openapi({ description: "The button's data, unchanged" }),
    messageId: MessageId.openapi({
      description: "The message that carries the button",
    }),
    language: z.enum(["zh", "en"]).optional(),
  })
  .openapi("PressButton");

export const Pressed = z.object({ ok: z.literal(true) }).openapi("Pressed");

const Block = z.union([
  z.object({ kind: z.enum(["text", "heading", "small"]), text: z.string() }),
  z.object({ kind: z.literal("list"), items: z.array(z.string()) }),
]);

const Button = z.union([
  z.object({ label: z.string(), data: z.string() }),
  z.object({ label: z.string(), url: z.string() }),
]);

export const PublicMessage = z
  .object({
    id: MessageId,
    room: z.string(),
    author: z.object({
      kind: z.enum(["visitor", "bot"]),
      name: z.string(),
      you: z.boolean().openapi({ description: "Written by the visitor who asks" }),
    }),
    private: z.boolean().openapi({ description: "Only the visitor who asks can see it" }),
    replyTo: MessageId.nullable(),
    tone: z.enum(["plain", "answer", "urgent"]),
    text: z.string().openapi({ description: "All blocks as plain text" }),
    blocks: z.array(Block),
    buttons: z.array(z.array(Button)),
    at: z.int().openapi({ description: "Milliseconds since 1970, UTC" }),
  })
  .openapi("Message");
export type PublicMessage = z.infer<typeof PublicMessage>;

export const MessageList = z.object({ messages: z.array(PublicMessage) }).openapi("MessageList");

const AfterText = z
  .string()
  .regex(/^\d{1,15}$/)
  .openapi({ type: "integer", description: "Only messages with a greater id" });

export const ListQuery = z.object({
  after: AfterText.optional(),
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/)
    .optional()
    .openapi({
      type: "integer",
      description: "From 1 to 100; 50 when not given",
    }),
});

export const EventsQuery = z.object({ after: AfterText.optional() });
export const EventsHeader = z.object({
  "last-event-id": z.string().optional().openapi({
    description: "The id of the last event received; the stream goes on after it",
  }),
});

export const ErrorBody = z
  .object({
    error: z.object({
      code: z.enum(PROBLEM_CODES),
      field: z.string().optional(),
      reason: z.string().openapi({
        description: "One sentence for the person, with what to do now",
      }),
    }),
  })
  .openapi("Error");
