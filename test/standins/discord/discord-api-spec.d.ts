/** The package ships its zod schemas as JavaScript only; these are the ones the stand-in asks, with what it uses of them. */
declare module "discord-api-spec/zod" {
  interface Schema {
    safeParse(
      value: unknown,
    ):
      | { success: true }
      | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
  }
  export const MessageCreateRequestSchema: Schema;
  export const MessageEditRequestPartialSchema: Schema;
  export const IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema: Schema;
  export const IncomingWebhookRequestPartialSchema: Schema;
  export const CreateMessageInteractionCallbackRequestSchema: Schema;
  export const UpdateMessageInteractionCallbackRequestSchema: Schema;
  export const ApplicationCommandAutocompleteCallbackRequestSchema: Schema;
  export const ApplicationCommandUpdateRequestSchema: Schema;
  export const CreatePrivateChannelRequestSchema: Schema;
  export const CreateTextThreadWithoutMessageRequestSchema: Schema;
  export const UpdateThreadRequestPartialSchema: Schema;
}
